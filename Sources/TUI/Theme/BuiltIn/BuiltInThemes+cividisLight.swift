// Written by scripts/make-themes from the files in themes/.

extension BuiltInThemes {
  static let cividisLight = #"""
    # cividis-light: blue to brown on white: red and green need not be told apart.

    background = "light"
    twin = "cividis"
    sight = "deuteranopia"

    [palette]
    grey = "#666a74 / 242 / bright-black"
    line = "#868a92 / 245 / bright-black"
    sky = "#2273d2 / 26 / bright-blue"
    blue = "#0a3f94 / 18 / blue"
    night = "#1c2230 / 235 / black"
    slate = "#5f5c72 / 60 / bright-black"
    ochre = "#7d6608 / 94 / yellow"
    brown = "#5a3c00 / 52 / red"
    ink = "#000000 / 16 / black"
    paper = "#dbe8fb / 254 / white"

    [roles]
    text = "default"
    dim = "$grey"
    title = "$blue"
    border = "$line"
    border-focus = "$blue"
    key = "$brown"
    key-disabled = "$grey"
    select-fg = "$ink"
    select-bg = "$paper"
    ok = "$sky"
    warn = "$ochre"
    error = "$brown"
    live = "$sky"
    paused = "$ochre"
    pending = "$ochre"
    applied = "$sky"
    mark = "$night"
    gal = "$brown"
    training = "$sky"
    baseline = "$grey"
    ghost = "$grey"
    series-1 = "$blue"
    series-2 = "$slate"
    series-3 = "$ochre"
    series-4 = "$night"
    series-5 = "$brown"
    series-6 = "$sky"
    ramp-heat = [
      "#a99202 / 137 / yellow",
      "#9b861a / 136 / yellow",
      "#8c7a2b / 101 / yellow",
      "#7d6e3d / 100 / bright-black",
      "#6c6349 / 65 / bright-black",
      "#386157 / 30 / bright-blue",
      "#3b4d6e / 60 / bright-blue",
      "#1f3969 / 24 / blue",
      "#032262 / 17 / blue",
    ]
    ramp-progress = [
      "#0a3f94 / 18 / blue",
      "#1355ae / 25 / blue",
      "#1a64c0 / 26 / bright-blue",
      "#2273d2 / 32 / cyan",
    ]
    ramp-bytes = [
      "#2273d2 / 32 / bright-blue",
      "#5f6a6a / 242 / bright-black",
      "#7d6608 / 94 / yellow",
      "#5a3c00 / 58 / red",
    ]

    """#
}
