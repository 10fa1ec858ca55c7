import Foundation
import TUI

extension PresetLibrary {
  /// The presets of this person on this machine.
  static var installed: PresetLibrary {
    PresetLibrary(
      files: files(
        environment: ProcessInfo.processInfo.environment, executable: Bundle.main.executablePath))
  }
}

extension Monitor {
  /// Takes the presets that there are, and says at the bottom what is wrong with their files.
  mutating func take(_ library: PresetLibrary) {
    presets = library.presets
    guard let flaw = library.flaws.first else { return }
    let others = library.flaws.count - 1
    say("\(flaw)" + (others > 0 ? " (and \(others) more like it)" : ""), .warn)
  }
}
