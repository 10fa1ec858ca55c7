extension DatasetFiles {
  /// What a folder without training samples holds instead, and what to do; nil: nothing that is known.
  static func foreign(in folder: String) -> String? {
    let names = FileBytes.names(in: folder)
    if !Set(names).isDisjoint(with: ["dataset_dict.json", "dataset_info.json", "state.json"]) {
      return
        "datasets.save_to_disk wrote it, in Arrow: write each split with to_json, as train.jsonl"
    }
    let columnar = (names + FileBytes.names(in: folder + "/data").map { "data/" + $0 })
      .filter { $0.hasSuffix(".parquet") || $0.hasSuffix(".arrow") }
    if !columnar.isEmpty {
      return "it has \(listed(columnar, limit: 2)): write it as CSV or JSON lines, called train"
    }
    for place in ([folder] + ["train", "training"].map { "\(folder)/\($0)" }) {
      for label in FileBytes.names(in: place) where FileBytes.isFolder("\(place)/\(label)") {
        let images = FileBytes.names(in: "\(place)/\(label)").filter(isForeignImage)
        if !images.isEmpty {
          return "images are PNG or JPEG files here, and its are others, such as "
            + "\(listed([label + "/" + images[0]]))"
        }
      }
    }
    return nil
  }

  private static func isForeignImage(_ name: String) -> Bool {
    ["bmp", "webp", "gif", "tif", "tiff", "heic", "avif"].contains {
      name.lowercased().hasSuffix("." + $0)
    }
  }
}
