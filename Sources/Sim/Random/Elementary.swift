import Foundation

/// Natural logarithm; one name for the few places that need it.
func logarithm(_ value: Double) -> Double { log(value) }

/// Cosine.
func cosine(_ value: Double) -> Double { cos(value) }
