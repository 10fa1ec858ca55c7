/// Theme files that are part of the program, word for word as in `themes/`; a test compares them.
enum BuiltInThemes {
  /// Contents by name.
  static let texts = ["default": standard, "light": light, "mono": mono]

  private static let standard = #"""
    # default: middle tones, so that everything reads on black and on white.
    # A value is `direct / 256 / 16 / mono`; parts that are left out are computed. A ramp without 256
    # parts is interpolated.

    [palette]
    grey = "#808080 / 244 / bright-black"
    green = "#00a84f / 35 / green"
    blue = "#4f87d7 / 68 / blue"
    teal = "#0090ab / 31 / cyan"
    violet = "#a566d8 / 134 / magenta"
    orange = "#d27a10 / 172 / yellow"
    red = "#e05656 / 167 / red"

    [roles]
    text = "default"
    dim = "$grey"
    title = "$teal"
    border = "#6c6c6c / 242 / bright-black"
    border-focus = "$teal"
    key = "$orange"
    key-disabled = "$grey"
    select-fg = "#ffffff / 255 / bright-white"
    select-bg = "#3f4f6b / 239 / blue"
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
    series-6 = "$blue"
    ramp-heat = [
      "#5f005f / 53 / blue",
      "#5f0087 / 54 / blue",
      "#870087 / 90 / magenta",
      "#af0087 / 126 / magenta",
      "#d7005f / 161 / red",
      "#ff5f5f / 203 / red",
      "#ff8700 / 208 / yellow",
      "#ffaf00 / 214 / yellow",
      "#ffd787 / 222 / bright-yellow",
    ]
    ramp-progress = [
      "#5f87d7 / 68 / blue",
      "#0087d7 / 32 / blue",
      "#0087af / 31 / cyan",
      "#00af87 / 36 / cyan",
      "#00af5f / 35 / green",
    ]
    ramp-bytes = [
      "#00af5f / 35 / green",
      "#87af00 / 106 / green",
      "#d78700 / 172 / yellow",
      "#d75f5f / 167 / red",
    ]

    """#

  private static let light = #"""
    # light: darker tones for white and paper backgrounds.

    [palette]
    grey = "#6a6a6a / 242 / bright-black"
    green = "#00783a / 28 / green"
    blue = "#2458b8 / 25 / blue"
    teal = "#00707f / 24 / cyan"
    violet = "#7a3db0 / 91 / magenta"
    orange = "#a85200 / 130 / red"
    red = "#b8202a / 124 / red"

    [roles]
    text = "default"
    dim = "$grey"
    title = "$blue"
    border = "#8a8a8a / 245 / bright-black"
    border-focus = "$blue"
    key = "$violet"
    key-disabled = "$grey"
    select-fg = "#000000 / 16 / black"
    select-bg = "#cfe0f7 / 189 / white"
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
    series-6 = "$blue"
    ramp-heat = [
      "#ffffd7 / 230 / bright-yellow",
      "#ffd7af / 223 / bright-yellow",
      "#ffaf87 / 216 / yellow",
      "#ff875f / 209 / yellow",
      "#ff5f5f / 203 / red",
      "#d75f5f / 167 / red",
      "#af005f / 125 / magenta",
      "#870087 / 90 / magenta",
      "#5f005f / 53 / blue",
    ]
    ramp-progress = [
      "#005faf / 25 / blue",
      "#005f87 / 24 / cyan",
      "#00875f / 29 / green",
      "#008700 / 28 / green",
    ]
    ramp-bytes = [
      "#008700 / 28 / green",
      "#af5f00 / 130 / yellow",
      "#af0000 / 124 / red",
    ]

    """#

  private static let mono = #"""
    # mono: no colours; glyphs, bold, dim and reverse carry every meaning.
    # The parts of a value are `direct / 256 / 16 / mono`.

    [palette]
    plain = "default / default / default"

    [roles]
    text = "$plain"
    dim = "$plain"
    title = "$plain"
    border = "$plain"
    border-focus = "$plain"
    key = "$plain"
    key-disabled = "$plain"
    select-fg = "$plain"
    select-bg = "$plain"
    ok = "$plain"
    warn = "$plain"
    error = "$plain"
    live = "$plain"
    paused = "$plain"
    pending = "$plain"
    applied = "$plain"
    mark = "$plain"
    gal = "$plain"
    training = "$plain"
    baseline = "$plain"
    ghost = "$plain"
    series-1 = "$plain"
    series-2 = "$plain"
    series-3 = "$plain"
    series-4 = "$plain"
    series-5 = "$plain"
    series-6 = "$plain"
    ramp-heat = ["$plain", "$plain", "$plain"]
    ramp-progress = ["$plain", "$plain", "$plain"]
    ramp-bytes = ["$plain", "$plain", "$plain"]

    """#
}
