// Written by scripts/make-themes from the files in themes/.

extension BuiltInThemes {
  static let paper = #"""
    # paper: ink of a fountain pen and of a red pencil.

    background = "light"
    twin = "ember"

    [palette]
    grey = "#6b645a / 241 / bright-black"
    line = "#8f877a / 102 / bright-black"
    green = "#3d6b2f / 22 / green"
    blue = "#26486f / 24 / blue"
    teal = "#0d6e74 / 29 / cyan"
    violet = "#6c3f78 / 96 / magenta"
    orange = "#9c5700 / 130 / yellow"
    red = "#b02a1e / 124 / red"
    rose = "#a84860 / 131 / bright-magenta"
    ink = "#1f1a14 / 16 / black"
    paper = "#ece3d0 / 187 / white"

    [roles]
    text = "default"
    dim = "$grey"
    title = "$blue"
    border = "$line"
    border-focus = "$blue"
    key = "$red"
    key-disabled = "$grey"
    select-fg = "$ink"
    select-bg = "$paper"
    ok = "$green"
    warn = "$orange"
    error = "$red"
    live = "$green"
    paused = "$orange"
    pending = "$orange"
    applied = "$green"
    mark = "$violet"
    gal = "$red"
    training = "$green"
    baseline = "$grey"
    ghost = "$grey"
    series-1 = "$blue"
    series-2 = "$violet"
    series-3 = "$green"
    series-4 = "$teal"
    series-5 = "$orange"
    series-6 = "$rose"
    ramp-heat = [
      "#b88a49 / 137 / yellow",
      "#b97a35 / 136 / yellow",
      "#ba6826 / 166 / yellow",
      "#b4551e / 131 / red",
      "#ad411c / 130 / red",
      "#9b311d / 160 / red",
      "#89221c / 124 / magenta",
      "#6a181a / 88 / magenta",
      "#4c0f15 / 52 / black",
    ]
    ramp-progress = [
      "#26486f / 60 / blue",
      "#1d5f78 / 24 / cyan",
      "#2a6b58 / 23 / cyan",
      "#3d6b2f / 58 / green",
    ]
    ramp-bytes = [
      "#3d6b2f / 58 / green",
      "#786414 / 94 / yellow",
      "#9c5700 / 130 / yellow",
      "#b02a1e / 124 / red",
    ]

    """#
}
