extension RGB {
  /// Contrast ratio with another colour, 1 to 21 (WCAG 2).
  public func contrast(with other: RGB) -> Double {
    let (one, two) = (luminance, other.luminance)
    return (max(one, two) + 0.05) / (min(one, two) + 0.05)
  }

  /// What it looks like to an eye that lacks the cones for green (Machado, Oliveira and Fernandes,
  /// 2009, in linear light).
  public var inDeuteranopia: RGB {
    let (red, green, blue) = linear
    return RGB(
      linearRed: 0.367322 * red + 0.860646 * green - 0.227968 * blue,
      green: 0.280085 * red + 0.672501 * green + 0.047413 * blue,
      blue: -0.011820 * red + 0.042940 * green + 0.968881 * blue)
  }
}
