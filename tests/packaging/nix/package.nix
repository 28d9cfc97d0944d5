# SPDX-License-Identifier: LGPL-2.1-or-later
# Builds packaging/nixos/package.nix with the machine's own compiler and libraries in place of those of nixpkgs.
let
  here = "of this machine";
in
import ../../../packaging/nixos/package.nix {
  lib = import ./lib.nix;
  glibc.static = here;
  meson = here;
  ninja = here;
  pkg-config = here;
  scdoc = here;
  systemd = here;
  util-linux = here;
  stdenv.mkDerivation = { pname, version, src, mesonFlags, ... }: derivation {
    name = "${pname}-${version}";
    system = builtins.currentSystem;
    builder = "/bin/bash";
    PATH = "/usr/bin:/bin";
    inherit src mesonFlags;
    args = [ "-ec" ''
      meson setup --prefix="$out" --auto-features=enabled --wrap-mode=nodownload $mesonFlags build "$src"
      ninja -C build
      meson install -C build --no-rebuild
    '' ];
  };
}
