// Written by scripts/make-themes from the files in themes/.

extension BuiltInThemes {
  static let ansi = #"""
    # ansi: the 16 names only, so that a terminal's own palette decides.
    # What is dim has no colour of its own: bright-black is the ground in some palettes.

    [roles]
    text = "default"
    dim = "default"
    title = "cyan"
    border = "default"
    border-focus = "cyan"
    key = "yellow"
    key-disabled = "default"
    select-fg = "bright-white"
    select-bg = "blue"
    ok = "green"
    warn = "yellow"
    error = "red"
    live = "green"
    paused = "yellow"
    pending = "yellow"
    applied = "green"
    mark = "magenta"
    gal = "yellow"
    training = "green"
    baseline = "default"
    ghost = "default"
    series-1 = "bright-blue"
    series-2 = "magenta"
    series-3 = "green"
    series-4 = "cyan"
    series-5 = "yellow"
    series-6 = "bright-magenta"
    ramp-heat = ["blue", "magenta", "red", "bright-red", "yellow"]
    ramp-progress = ["bright-blue", "cyan", "green"]
    ramp-bytes = ["green", "yellow", "red"]

    """#
}
