# SPDX-License-Identifier: LGPL-2.1-or-later
# imports = [ ./hardening-generator/packaging/nixos/module.nix ];
# services.hardening-generator = {
#   enable = true;
#   shipped = [ "nginx" "redis" ];
#   policies."60-notes" = {
#     Match.Unit = "hedgedoc.service";
#     Policy.Profile = "network-server";
#     Service.SystemCallFilter = [ "" "@system-service" ];     # a list repeats the key, "" resets
#   };
# };
{ config, lib, pkgs, ... }:

let
  cfg = config.services.hardening-generator;

  # Policies
  word = value: if builtins.isBool value then (if value then "yes" else "no") else toString value;
  line = key: value: "${key}=${word value}\n";
  lines = key: values: lib.concatMapStrings (line key) (lib.toList values);
  section = name: keys: "[${name}]\n" + lib.concatStrings (lib.mapAttrsToList lines keys);
  text = sections: lib.concatStringsSep "\n" (lib.mapAttrsToList section sections);

  value = lib.types.oneOf [ lib.types.bool lib.types.int lib.types.str ];
  keys = lib.types.attrsOf (lib.types.either value (lib.types.listOf value));
  sectionsOption = names: lib.genAttrs names (_: lib.mkOption { type = keys; default = { }; });
  textsOption = description: names: lib.mkOption {
    inherit description;
    type = lib.types.attrsOf (lib.types.submodule { options = sectionsOption names; });
    apply = lib.mapAttrs (_: sections: text (lib.filterAttrs (_: keys: keys != { }) sections));
    default = { };
  };

  # What is shipped is known before anything is built: it is in this source tree.
  filesOf = directory: builtins.attrNames (builtins.readDir directory);
  shippedFile = name:
    let found = builtins.filter (file: builtins.match "([0-9]+-)?${lib.escapeRegex name}\\.conf" file != null)
      (filesOf ../../conf.d/policies);
    in if found != [ ] then builtins.head found
    else throw "services.hardening-generator.shipped: there is no policy ${name}";

  # Files in /etc/hardening.d. The generator knows where in the store the shipped profiles are.
  etc = name: entry: lib.nameValuePair "hardening.d/${name}" entry;
  shipped = map (name: etc (shippedFile name) { source = "${cfg.package}/share/hardening/policies/${shippedFile name}"; })
    cfg.shipped;
  own = directory: lib.mapAttrs' (name: text: etc "${directory}${name}.conf" { inherit text; });
in
{
  options.services.hardening-generator = {
    enable = lib.mkEnableOption "hardening of services by policies";

    package = lib.mkOption {
      type = lib.types.package;
      default = pkgs.callPackage ./package.nix { };
      defaultText = lib.literalExpression "pkgs.callPackage ./package.nix { }";
      description = "The package with the generator, hardenctl, and the shipped policies and profiles.";
    };

    shipped = lib.mkOption {
      type = lib.types.listOf lib.types.str;
      default = [ ];
      example = [ "nginx" "redis" ];
      description = "Shipped policies to enable, with or without the number of their file name.";
    };

    policies = textsOption "Policies of your own, see hardening.d(5): each becomes /etc/hardening.d/NAME.conf."
      [ "Match" "Policy" "Service" "Chroot" "Wait" ];
    profiles = textsOption "Profiles of your own: each becomes /etc/hardening.d/profiles/NAME.conf."
      [ "Profile" "Service" ];
  };

  config = lib.mkIf cfg.enable {
    environment.systemPackages = [ cfg.package ];
    # its units, and its generator
    systemd.packages = [ cfg.package ];

    environment.etc = lib.listToAttrs shipped // own "profiles/" cfg.profiles // own "" cfg.policies;

    # NixOS takes no presets from packages.
    systemd.services.hardening-verify.wantedBy = [ "multi-user.target" ];
  };
}
