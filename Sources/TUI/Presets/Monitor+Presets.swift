extension Monitor {
  /// Lays the panes out by a preset; a focused pane that is not among them gives way to the first.
  public mutating func use(preset: Preset) {
    state.preset = preset
    state.grip = nil
    if !preset.panes.contains(state.focus) { state.focus = preset.panes[0] }
  }

  /// Takes the preset that is so many places further.
  mutating func cyclePreset(_ step: Int) {
    let count = presets.count
    guard count > 0 else { return }
    let index = presets.firstIndex { $0.name == state.preset.name } ?? 0
    (state.zoomed, state.openClient) = (false, nil)
    use(preset: presets[index.cycled(by: step, of: count)])
    say("preset \(state.preset.name)")
  }
}
