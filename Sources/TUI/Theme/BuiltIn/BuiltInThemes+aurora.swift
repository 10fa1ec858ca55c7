// Written by scripts/make-themes from the files in themes/.

extension BuiltInThemes {
  static let aurora = #"""
    # aurora: green and violet light over a winter sky.

    background = "dark"
    twin = "lagoon-light"

    [palette]
    grey = "#8792a8 / 103 / bright-black"
    line = "#616c84 / 60 / bright-black"
    green = "#6ee7a0 / 78 / green"
    blue = "#6fa8ff / 75 / blue"
    teal = "#4fd8d8 / 80 / cyan"
    violet = "#b794f6 / 141 / magenta"
    orange = "#f2c062 / 179 / yellow"
    red = "#ff7a8a / 210 / red"
    rose = "#f49ad6 / 218 / bright-magenta"
    ink = "#f2f6ff / 255 / bright-white"
    paper = "#34416b / 238 / blue"

    [roles]
    text = "default"
    dim = "$grey"
    title = "$green"
    border = "$line"
    border-focus = "$green"
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
    mark = "$rose"
    gal = "$violet"
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
      "#6b48b1 / 61 / magenta",
      "#5b5bbd / 62 / magenta",
      "#496dc3 / 32 / blue",
      "#1c8ac7 / 68 / blue",
      "#04a3be / 38 / cyan",
      "#0bbeb7 / 73 / cyan",
      "#23daa1 / 43 / green",
      "#8cec90 / 121 / green",
      "#d1f985 / 192 / bright-green",
    ]
    ramp-progress = [
      "#b794f6 / 141 / magenta",
      "#8f9ffb / 111 / blue",
      "#6fa8ff / 75 / blue",
      "#4fd8d8 / 80 / cyan",
      "#6ee7a0 / 78 / green",
    ]
    ramp-bytes = [
      "#6ee7a0 / 78 / green",
      "#b8d67c / 150 / green",
      "#f2c062 / 179 / yellow",
      "#ff7a8a / 210 / red",
    ]

    """#
}
