import Foundation
import Plain

@testable import Transformer

/// The images of an oracle, from its archive of NumPy: [samples, side, side, channels] of bytes.
struct OracleImages {
  private let stem: PatchStem
  private let pixels: ArraySlice<UInt8>

  /// Nil for a directory without images.
  init?(_ directory: String) throws {
    let path = directory + "/images.npz"
    guard FileManager.default.fileExists(atPath: path),
      let stem = try EncoderConfiguration.load(directory: directory + "/model").image,
      let array = try ZipArchive(
        [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
      ).member("images.npy")
    else { return nil }
    self.stem = stem
    pixels = array[(10 + Int(array[8]) + Int(array[9]) << 8)...]
  }

  /// Appends an image with mean and deviation ½, patch by patch, each channel by channel.
  func append(_ index: Int, label: Int32, to batch: inout PackedBatch) {
    let (side, patch, channels) = (stem.side, stem.patch, stem.channels)
    let start = pixels.startIndex + index * side * side * channels
    var values: [Float] = []
    for top in stride(from: 0, to: side, by: patch) {
      for left in stride(from: 0, to: side, by: patch) {
        for channel in 0..<channels {
          for row in top..<top + patch {
            for column in left..<left + patch {
              let byte = pixels[start + (row * side + column) * channels + channel]
              values.append((Float(byte) / 255 - 0.5) / 0.5)
            }
          }
        }
      }
    }
    let places = Array(0..<Int32(stem.rows))
    batch.append(
      tokens: places[...], tokenTypes: places.map { _ in 0 }[...], label: label, pixels: values)
  }
}
