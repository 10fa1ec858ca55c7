// Written by scripts/make-themes from the files in themes/.

extension BuiltInThemes {
  static let orchid = #"""
    # orchid: petals in a dark house.

    background = "dark"
    twin = "light"

    [palette]
    grey = "#9a8aa8 / 103 / bright-black"
    line = "#72627f / 60 / bright-black"
    green = "#8fd69a / 114 / green"
    blue = "#8aa4ff / 111 / blue"
    teal = "#7ad3e0 / 116 / cyan"
    violet = "#c58af9 / 177 / magenta"
    orange = "#f5c469 / 222 / yellow"
    red = "#ff6f7d / 203 / red"
    rose = "#ff9fcf / 218 / bright-magenta"
    ink = "#fff2fb / 255 / bright-white"
    paper = "#5a2f66 / 53 / magenta"

    [roles]
    text = "default"
    dim = "$grey"
    title = "$rose"
    border = "$line"
    border-focus = "$rose"
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
    mark = "$teal"
    gal = "$rose"
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
      "#5b4fb0 / 61 / blue",
      "#7d47c3 / 98 / blue",
      "#a33aca / 134 / magenta",
      "#c740c0 / 170 / magenta",
      "#e849b0 / 205 / bright-magenta",
      "#fb6ba5 / 211 / bright-magenta",
      "#ff92a4 / 217 / bright-red",
      "#febead / 223 / bright-yellow",
      "#ffe2cb / 224 / bright-yellow",
    ]
    ramp-progress = [
      "#8aa4ff / 111 / blue",
      "#a897fc / 141 / blue",
      "#c58af9 / 177 / magenta",
      "#e494e4 / 176 / magenta",
      "#ff9fcf / 218 / bright-magenta",
    ]
    ramp-bytes = [
      "#8fd69a / 115 / green",
      "#c6cd80 / 186 / yellow",
      "#f5c469 / 222 / yellow",
      "#ff6f7d / 203 / red",
    ]

    """#
}
