import Foundation
import Metrics
import Testing

/// What is kept of the spectrum that layers were counted by.
@Suite struct LayerSpectrumTests {
  @Test("The greatest values are kept, falling, and the cut lies between two of them")
  func order() throws {
    let spectrum = LayerSpectrum(.gap, client: 3, values: [1, 5, 4, 0.5], above: 2, share: 0.5)
    #expect(spectrum.values == [5, 4, 1, 0.5] && spectrum.count == 4)
    let cut = try #require(spectrum.cut)
    #expect(cut.above == 4 && cut.below == 1)
  }

  @Test("A record is bounded, and a cut beyond what is kept is not guessed")
  func bounds() {
    let values = (0..<500).map(Double.init)
    let spectrum = LayerSpectrum(.plateau, client: 0, values: values, above: 64, share: 0.1)
    #expect(spectrum.values == (436..<500).reversed().map(Double.init) && spectrum.count == 500)
    #expect(spectrum.cut == nil)
    for above in [0, -1, .max, .min] {
      #expect(LayerSpectrum(.gap, client: 0, values: [2, 1], above: above, share: 0).cut == nil)
    }
  }

  @Test("The record of a program that kept no spectrum is read as it always was")
  func earlier() throws {
    let data = try JSONEncoder().encode(SampleEvents.initialisation)
    var object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(object.removeValue(forKey: "spectrum") != nil)
    let read = try JSONDecoder().decode(
      Initialisation.self, from: try JSONSerialization.data(withJSONObject: object))
    var expected = SampleEvents.initialisation
    expected.spectrum = nil
    #expect(read == expected)
  }
}
