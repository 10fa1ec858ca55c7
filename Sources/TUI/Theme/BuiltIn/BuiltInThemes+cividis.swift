// Written by scripts/make-themes from the files in themes/.

extension BuiltInThemes {
  static let cividis = #"""
    # cividis: blue to yellow: red and green need not be told apart.

    background = "dark"
    twin = "cividis-light"
    sight = "deuteranopia"

    [palette]
    grey = "#8f929c / 246 / bright-black"
    line = "#70747e / 243 / bright-black"
    sky = "#8cc4ff / 117 / bright-cyan"
    blue = "#3f8cf0 / 33 / blue"
    pale = "#e6ecf4 / 255 / bright-white"
    slate = "#a6a4b2 / 248 / white"
    yellow = "#ffdc5c / 221 / bright-yellow"
    amber = "#cc8a14 / 172 / yellow"
    ink = "#ffffff / 231 / bright-white"
    paper = "#2c4a7c / 24 / blue"

    [roles]
    text = "default"
    dim = "$grey"
    title = "$sky"
    border = "$line"
    border-focus = "$sky"
    key = "$yellow"
    key-disabled = "$grey"
    select-fg = "$ink"
    select-bg = "$paper"
    ok = "$sky"
    warn = "$yellow"
    error = "$amber"
    live = "$sky"
    paused = "$yellow"
    pending = "$yellow"
    applied = "$sky"
    mark = "$pale"
    gal = "$yellow"
    training = "$sky"
    baseline = "$grey"
    ghost = "$grey"
    series-1 = "$blue"
    series-2 = "$slate"
    series-3 = "$yellow"
    series-4 = "$pale"
    series-5 = "$amber"
    series-6 = "$sky"
    ramp-heat = [
      "#3a5c9b / 25 / blue",
      "#4c689d / 60 / blue",
      "#5e759e / 67 / bright-blue",
      "#6b87a0 / 103 / bright-blue",
      "#8096a1 / 246 / white",
      "#7eae98 / 108 / white",
      "#beb36e / 143 / yellow",
      "#dfcc65 / 185 / yellow",
      "#ffe566 / 221 / bright-yellow",
    ]
    ramp-progress = [
      "#3f8cf0 / 33 / blue",
      "#5a9ef4 / 75 / bright-blue",
      "#74b1fa / 111 / bright-cyan",
      "#8cc4ff / 117 / bright-cyan",
    ]
    ramp-bytes = [
      "#8cc4ff / 117 / bright-cyan",
      "#bdc0a4 / 144 / white",
      "#ffdc5c / 221 / bright-yellow",
      "#cc8a14 / 172 / yellow",
    ]

    """#
}
