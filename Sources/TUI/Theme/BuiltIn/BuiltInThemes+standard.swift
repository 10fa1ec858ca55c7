// Written by scripts/make-themes from the files in themes/.

extension BuiltInThemes {
  static let standard = #"""
    # default: middle tones, so that everything reads on black and on white.
    # A value is `direct / 256 / 16 / mono`; parts that are left out are computed. A ramp without 256
    # parts is interpolated.

    background = "any"
    twin = "light"

    [palette]
    grey = "#808080 / 244 / bright-black"
    line = "#6c6c6c / 242 / bright-black"
    green = "#00a84f / 28 / green"
    blue = "#4f87d7 / 68 / blue"
    teal = "#0090ab / 31 / cyan"
    violet = "#a566d8 / 134 / magenta"
    orange = "#d27a10 / 136 / yellow"
    red = "#e04f5f / 167 / red"
    rose = "#cc5aa0 / 169 / bright-magenta"
    ink = "#ffffff / 231 / bright-white"
    paper = "#3f4f6b / 239 / blue"

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
      "#6a44b4 / 61 / blue",
      "#9037b3 / 127 / blue",
      "#b622a1 / 128 / magenta",
      "#ca2d83 / 162 / magenta",
      "#d63d64 / 132 / magenta",
      "#da5046 / 166 / red",
      "#d76528 / 167 / red",
      "#ce7618 / 136 / yellow",
      "#c28621 / 137 / yellow",
    ]
    ramp-progress = [
      "#5f87d7 / 68 / blue",
      "#2f8ac0 / 32 / blue",
      "#0087af / 31 / cyan",
      "#009a80 / 30 / cyan",
      "#00a35c / 29 / green",
    ]
    ramp-bytes = [
      "#00a35c / 29 / green",
      "#7d9410 / 100 / green",
      "#cc7f00 / 136 / yellow",
      "#d75f5f / 167 / red",
    ]

    """#
}
