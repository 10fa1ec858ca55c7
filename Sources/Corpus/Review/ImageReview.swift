/// What looks like a mistake in images.
struct ImageReview {
  private(set) var warnings: [String] = []

  init(train: [Sample], test: [Sample]) {
    let sizes = Set((train + test).compactMap { $0.image.map { [$0.width, $0.height] } })
    if sizes.count > 1 {
      warnings.append("images of \(sizes.count) sizes: all are resized to the model's")
    }
    if !(train + test).contains(where: { $0.image?.hasLight ?? false }) {
      warnings.append(
        "no pixel is above 1, where 255 is white: were they shares, and cut to whole numbers?")
    }
    var labels: [HeldImage: Int] = [:]
    var contrary: Set<HeldImage> = []
    for sample in train {
      guard let image = sample.image else { continue }
      let other = labels.updateValue(sample.label, forKey: image)
      if let other, other != sample.label { contrary.insert(image) }
    }
    if !contrary.isEmpty {
      warnings.append(
        "\(contrary.count) \(contrary.count == 1 ? "image is" : "images are") in the training data "
          + "with different labels")
    }
    let shared = test.count { $0.image.map { labels[$0] != nil } ?? false }
    if shared > 0 {
      warnings.append(
        "\(shared) of \(test.count) held-out images are in the training data too: accuracy on them "
          + "is no measure")
    }
  }
}
