// Written by scripts/make-themes from the files in themes/.

extension BuiltInThemes {
  static let light = #"""
    # light: darker tones for white and paper backgrounds.

    background = "light"
    twin = "default"

    [palette]
    grey = "#6a6a6a / 242 / bright-black"
    line = "#8a8a8a / 245 / bright-black"
    green = "#00783a / 28 / green"
    blue = "#2458b8 / 26 / blue"
    teal = "#00707f / 23 / cyan"
    violet = "#7a3db0 / 91 / magenta"
    orange = "#a85200 / 130 / red"
    red = "#b8202a / 124 / red"
    rose = "#b0307c / 125 / bright-magenta"
    ink = "#000000 / 16 / black"
    paper = "#cfe0f7 / 189 / white"

    [roles]
    text = "default"
    dim = "$grey"
    title = "$blue"
    border = "$line"
    border-focus = "$blue"
    key = "$violet"
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
    gal = "$orange"
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
      "#e8704f / 202 / yellow",
      "#dd6055 / 167 / yellow",
      "#d4515f / 131 / red",
      "#c43f68 / 161 / red",
      "#af3076 / 125 / bright-red",
      "#962485 / 90 / magenta",
      "#7b1c86 / 89 / magenta",
      "#60177a / 54 / blue",
      "#46125f / 53 / blue",
    ]
    ramp-progress = [
      "#005faf / 25 / blue",
      "#005f87 / 24 / cyan",
      "#00755f / 29 / green",
      "#007400 / 28 / green",
    ]
    ramp-bytes = [
      "#007800 / 28 / green",
      "#7a6a00 / 94 / yellow",
      "#af5a00 / 130 / yellow",
      "#af0000 / 124 / red",
    ]

    """#
}
