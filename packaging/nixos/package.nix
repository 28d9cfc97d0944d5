# SPDX-License-Identifier: LGPL-2.1-or-later
{ lib, stdenv, glibc, meson, ninja, pkg-config, scdoc, systemd, util-linux }:

stdenv.mkDerivation {
  pname = "hardening-generator";
  version = "0.1";
  src = lib.cleanSource ../..;

  nativeBuildInputs = [ meson ninja pkg-config scdoc ];
  # The probe of `hardenctl audit` is static, since it runs under roots that hold no libraries.
  buildInputs = [ glibc.static systemd util-linux ];

  # systemd.pc names systemd's own place in the store.
  mesonFlags = [
    "-Dsysconfdir=etc"
    "-Dsystemdsystemgeneratordir=${placeholder "out"}/lib/systemd/system-generators"
    "-Dsystemdsystemunitdir=${placeholder "out"}/lib/systemd/system"
    "-Dsystemdsystempresetdir=${placeholder "out"}/lib/systemd/system-preset"
  ];

  meta = {
    description = "Hardens services by policies that are dropped into a directory";
    license = lib.licenses.lgpl21Plus;
    platforms = lib.platforms.linux;
    mainProgram = "hardenctl";
  };
}
