// Written by scripts/make-themes from the files in themes/.

extension BuiltInThemes {
  static let lagoon = #"""
    # lagoon: calm water at night: low glare, no pure white.

    background = "dark"
    twin = "lagoon-light"

    [palette]
    grey = "#7d949c / 246 / bright-black"
    line = "#5c7680 / 66 / bright-black"
    green = "#8fb13c / 106 / green"
    blue = "#4ea3e0 / 75 / blue"
    teal = "#3fb8ac / 37 / cyan"
    violet = "#9a93e6 / 104 / magenta"
    orange = "#d8a63a / 179 / yellow"
    red = "#ec6d5e / 167 / red"
    rose = "#e27bb0 / 175 / bright-magenta"
    ink = "#eef6f4 / 255 / bright-white"
    paper = "#1f5460 / 23 / cyan"

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
      "#1f637f / 60 / blue",
      "#0a7489 / 30 / blue",
      "#00848f / 31 / cyan",
      "#029791 / 37 / cyan",
      "#32a88e / 72 / cyan",
      "#68b87a / 107 / green",
      "#a1c362 / 149 / green",
      "#cad268 / 185 / yellow",
      "#f2e075 / 221 / bright-yellow",
    ]
    ramp-progress = [
      "#4ea3e0 / 74 / blue",
      "#44aec8 / 38 / blue",
      "#3fb8ac / 37 / cyan",
      "#64b574 / 71 / cyan",
      "#8fb13c / 106 / green",
    ]
    ramp-bytes = [
      "#8fb13c / 106 / green",
      "#b8ac3a / 143 / yellow",
      "#d8a63a / 179 / yellow",
      "#ec6d5e / 167 / red",
    ]

    """#
}
