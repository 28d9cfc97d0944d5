# SPDX-License-Identifier: LGPL-2.1-or-later
# What the NixOS module makes of a configuration; the options of NixOS that it sets are empty shells here.
# With the true library of nixpkgs: --arg lib 'import <nixpkgs/lib>'
{ lib ? import ./lib.nix
, package ? "/nix/store/00000000000000000000000000000000-hardening-generator"
}:

let
  pkgs.callPackage = path: arguments: package;
  shell = type: default: lib.mkOption { inherit default; type = type lib.types.anything; };

  evaluated = settings: {
    inherit ((lib.evalModules {
      specialArgs = { inherit pkgs; };
      modules = [
        ../../../packaging/nixos/module.nix
        {
          options.environment = { etc = shell lib.types.attrsOf { }; systemPackages = shell lib.types.listOf [ ]; };
          options.systemd = { services = shell lib.types.attrsOf { }; packages = shell lib.types.listOf [ ]; };
        }
        { services.hardening-generator = settings; }
      ];
    }).config) environment systemd;
  };
in
{
  off = evaluated { };
  on = evaluated {
    enable = true;
    shipped = [ "nginx" "10-baseline" ];
    policies."60-notes" = {
      Match.Unit = [ "hedgedoc.service" "etherpad-lite.service" ];
      Policy.Profile = "network-server";
      Service = {
        NoNewPrivileges = true;
        LimitNOFILE = 512;
        SystemCallFilter = [ "" "@system-service" ];
      };
    };
    profiles.mine.Service.UMask = "0077";
  };
  unknown-policy = evaluated { enable = true; shipped = [ "ngin" ]; };
  unknown-section = evaluated { enable = true; policies.x.Install.WantedBy = "multi-user.target"; };
  no-value = evaluated { enable = true; policies.x.Service.UMask = { }; };
}
