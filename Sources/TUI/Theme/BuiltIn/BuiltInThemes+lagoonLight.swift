// Written by scripts/make-themes from the files in themes/.

extension BuiltInThemes {
  static let lagoonLight = #"""
    # lagoon-light: calm water at noon: the twin of lagoon.

    background = "light"
    twin = "lagoon"

    [palette]
    grey = "#5c6f74 / 242 / bright-black"
    line = "#7f9298 / 245 / bright-black"
    green = "#586f00 / 58 / green"
    blue = "#1567a8 / 25 / blue"
    teal = "#00756c / 23 / cyan"
    violet = "#5c50b8 / 61 / magenta"
    orange = "#8f6200 / 130 / yellow"
    red = "#c0362a / 124 / red"
    rose = "#b03478 / 125 / bright-magenta"
    ink = "#0b2a30 / 16 / black"
    paper = "#cfe8e6 / 254 / white"

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
      "#899d41 / 100 / yellow",
      "#5e9b59 / 65 / green",
      "#2d9570 / 64 / green",
      "#068779 / 30 / green",
      "#02787d / 29 / cyan",
      "#01667a / 60 / cyan",
      "#005477 / 24 / cyan",
      "#003c6a / 23 / blue",
      "#0a2559 / 17 / blue",
    ]
    ramp-progress = [
      "#1567a8 / 25 / blue",
      "#006f90 / 24 / cyan",
      "#00756c / 30 / cyan",
      "#586f00 / 58 / green",
    ]
    ramp-bytes = [
      "#586f00 / 64 / green",
      "#786a00 / 58 / yellow",
      "#8f6200 / 94 / yellow",
      "#c0362a / 124 / red",
    ]

    """#
}
