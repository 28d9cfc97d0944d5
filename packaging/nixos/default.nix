# SPDX-License-Identifier: LGPL-2.1-or-later
{ pkgs ? import <nixpkgs> { } }:
pkgs.callPackage ./package.nix { }
