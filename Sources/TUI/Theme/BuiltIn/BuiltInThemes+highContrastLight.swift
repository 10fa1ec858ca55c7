// Written by scripts/make-themes from the files in themes/.

extension BuiltInThemes {
  static let highContrastLight = #"""
    # high-contrast-light: 7:1 and more on white.

    background = "light"
    twin = "high-contrast"

    [palette]
    grey = "#4a4a4a / 239 / black"
    line = "#5c5c5c / 59 / bright-black"
    green = "#005c1e / 22 / green"
    blue = "#0038a8 / 19 / blue"
    teal = "#005662 / 23 / cyan"
    violet = "#6a1fa0 / 54 / magenta"
    orange = "#6e4600 / 52 / yellow"
    red = "#9a0018 / 124 / red"
    rose = "#98125e / 89 / bright-magenta"
    ink = "#ffffff / 231 / bright-white"
    paper = "#000000 / 16 / black"

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
      "#e9693a / 202 / yellow",
      "#e14f3d / 167 / yellow",
      "#d73246 / 196 / red",
      "#c1195c / 161 / red",
      "#a7016d / 125 / bright-red",
      "#81007d / 90 / magenta",
      "#5a0082 / 54 / magenta",
      "#3a006a / 53 / blue",
      "#1e024c / 17 / blue",
    ]
    ramp-progress = [
      "#0038a8 / 19 / blue",
      "#00507a / 24 / cyan",
      "#005662 / 23 / cyan",
      "#005c1e / 22 / green",
    ]
    ramp-bytes = [
      "#005c1e / 22 / green",
      "#5c4a00 / 58 / yellow",
      "#7a3a00 / 94 / yellow",
      "#9a0018 / 88 / red",
    ]

    """#
}
