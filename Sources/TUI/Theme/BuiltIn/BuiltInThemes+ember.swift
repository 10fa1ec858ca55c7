// Written by scripts/make-themes from the files in themes/.

extension BuiltInThemes {
  static let ember = #"""
    # ember: coals, copper and candlelight.

    background = "dark"
    twin = "paper"

    [palette]
    grey = "#a08c7c / 138 / bright-black"
    line = "#7a6758 / 242 / bright-black"
    green = "#b3c26a / 143 / green"
    blue = "#86a6c8 / 110 / blue"
    teal = "#7fc8b0 / 115 / cyan"
    violet = "#c79ac8 / 182 / magenta"
    orange = "#f0a04b / 215 / yellow"
    red = "#f2664f / 203 / red"
    rose = "#f7cfc0 / 224 / bright-magenta"
    ink = "#fff4e6 / 255 / bright-white"
    paper = "#6b3a22 / 238 / red"

    [roles]
    text = "default"
    dim = "$grey"
    title = "$orange"
    border = "$line"
    border-focus = "$orange"
    key = "$rose"
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
    mark = "$teal"
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
      "#9c3b48 / 95 / red",
      "#b23b41 / 131 / red",
      "#c83b32 / 166 / red",
      "#dd4f25 / 167 / bright-red",
      "#ef6505 / 202 / bright-red",
      "#f58a07 / 208 / yellow",
      "#f9ad26 / 214 / yellow",
      "#face6e / 222 / bright-yellow",
      "#feeba6 / 229 / bright-yellow",
    ]
    ramp-progress = [
      "#c06a4a / 131 / red",
      "#d8854a / 173 / bright-red",
      "#f0a04b / 215 / yellow",
      "#f5c070 / 222 / bright-yellow",
    ]
    ramp-bytes = [
      "#b3c26a / 143 / green",
      "#d6b258 / 179 / yellow",
      "#f0a04b / 215 / yellow",
      "#f2664f / 203 / red",
    ]

    """#
}
