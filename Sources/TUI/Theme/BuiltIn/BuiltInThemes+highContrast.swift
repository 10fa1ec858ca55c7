// Written by scripts/make-themes from the files in themes/.

extension BuiltInThemes {
  static let highContrast = #"""
    # high-contrast: 7:1 and more on black, for bright rooms and tired eyes.

    background = "dark"
    twin = "high-contrast-light"

    [palette]
    grey = "#b8b8b8 / 250 / white"
    line = "#a0a0a0 / 247 / white"
    green = "#4fe86a / 77 / bright-green"
    blue = "#7cb8ff / 111 / bright-blue"
    teal = "#3fe8f0 / 44 / bright-cyan"
    violet = "#d8a0ff / 183 / bright-magenta"
    orange = "#ffd23f / 221 / bright-yellow"
    red = "#ff8a7a / 210 / bright-red"
    rose = "#ff9ad8 / 212 / magenta"
    ink = "#000000 / 16 / black"
    paper = "#ffffff / 231 / bright-white"

    [roles]
    text = "default"
    dim = "$grey"
    title = "$teal"
    border = "$line"
    border-focus = "$teal"
    key = "$orange"
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
      "#4961c7 / 62 / blue",
      "#8260db / 98 / blue",
      "#b85dde / 134 / magenta",
      "#e565ba / 169 / magenta",
      "#fe7a93 / 211 / red",
      "#ffa17b / 216 / bright-red",
      "#ffc167 / 221 / yellow",
      "#ffde86 / 222 / yellow",
      "#fffaa8 / 229 / bright-yellow",
    ]
    ramp-progress = [
      "#7cb8ff / 111 / bright-blue",
      "#5fd0ff / 81 / bright-blue",
      "#3fe8f0 / 44 / bright-cyan",
      "#45e8b0 / 43 / bright-cyan",
      "#4fe86a / 77 / bright-green",
    ]
    ramp-bytes = [
      "#4fe86a / 77 / bright-green",
      "#d8e050 / 185 / bright-yellow",
      "#ffb84f / 215 / bright-yellow",
      "#ff8a7a / 210 / bright-red",
    ]

    """#
}
