// Written by scripts/make-themes from the files in themes/.

extension BuiltInThemes {
  static let mono = #"""
    # mono: no colours; glyphs, bold, dim and reverse carry every meaning.
    # The parts of a value are `direct / 256 / 16 / mono`.

    [palette]
    plain = "default / default / default"

    [roles]
    text = "$plain"
    dim = "$plain"
    title = "$plain"
    border = "$plain"
    border-focus = "$plain"
    key = "$plain"
    key-disabled = "$plain"
    select-fg = "$plain"
    select-bg = "$plain"
    ok = "$plain"
    warn = "$plain"
    error = "$plain"
    live = "$plain"
    paused = "$plain"
    pending = "$plain"
    applied = "$plain"
    mark = "$plain"
    gal = "$plain"
    training = "$plain"
    baseline = "$plain"
    ghost = "$plain"
    series-1 = "$plain"
    series-2 = "$plain"
    series-3 = "$plain"
    series-4 = "$plain"
    series-5 = "$plain"
    series-6 = "$plain"
    ramp-heat = ["$plain", "$plain", "$plain"]
    ramp-progress = ["$plain", "$plain", "$plain"]
    ramp-bytes = ["$plain", "$plain", "$plain"]

    """#
}
