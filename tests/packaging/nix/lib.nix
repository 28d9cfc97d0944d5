# SPDX-License-Identifier: LGPL-2.1-or-later
# As much of the library of nixpkgs as module.nix and package.nix use, where that library is not to be had.
let
  inherit (builtins) all attrNames attrValues concatLists concatMap concatStringsSep elem filter head isAttrs isBool
    isInt isList isString listToAttrs map mapAttrs replaceStrings;

  mapAttrsToList = f: set: attrValues (mapAttrs f set);
  last = list: builtins.elemAt list (builtins.length list - 1);

  # A type is the question whether a value is of it.
  types = {
    anything = _: true;
    bool = isBool;
    int = isInt;
    str = isString;
    package = value: isString value || value ? outPath;
    either = a: b: value: a value || b value;
    oneOf = any: value: builtins.any (type: type value) any;
    listOf = type: value: isList value && all type value;
    attrsOf = type: value: isAttrs value && all type (attrValues value);
    submodule = { options }: value: isAttrs value
      && all (name: options ? ${name} && options.${name}.type value.${name}) (attrNames value);
  };

  setting = given: name: option:
    let value = given.${name} or option.default;
    in if option.type value then (option.apply or (same: same)) value
    else throw "a value of ${name} is of another type";

  # The module, the shells of the options that it sets, the settings: in this order, and no others.
  evalModules = { specialArgs, modules }:
    let
      module = import (head modules) (specialArgs // { inherit lib config; });
      shells = (builtins.elemAt modules 1).options;
      given = (last modules).services.hardening-generator;
      options = module.options.services.hardening-generator;
      config = mapAttrs (area: mapAttrs (setting (module.config.${area} or { }))) shells // {
        services.hardening-generator = mapAttrs (setting given) options;
      };
    in { inherit config; };

  lib = {
    inherit concatStringsSep evalModules listToAttrs mapAttrs mapAttrsToList types;
    concatMapStrings = f: list: concatStringsSep "" (map f list);
    concatStrings = concatStringsSep "";
    escapeRegex = replaceStrings [ "." "+" "@" ] [ "\\." "\\+" "@" ];
    filterAttrs = keep: set: listToAttrs (concatMap
      (name: if keep name set.${name} then [ { inherit name; value = set.${name}; } ] else [ ]) (attrNames set));
    genAttrs = names: f: listToAttrs (map (name: { inherit name; value = f name; }) names);
    literalExpression = text: text;
    mapAttrs' = f: set: listToAttrs (mapAttrsToList f set);
    mkEnableOption = description: { inherit description; type = types.bool; default = false; };
    mkIf = condition: content: if condition then content else { };
    mkOption = option: option;
    nameValuePair = name: value: { inherit name value; };
    toList = value: if isList value then value else [ value ];

    cleanSource = path: path;
    licenses.lgpl21Plus = "LGPL-2.1-or-later";
    platforms.linux = [ builtins.currentSystem ];
  };
in
lib
