import Corpus
import Transformer

/// What the task head is to a method.
public enum HeadChoice: String, Sendable, CaseIterable {
  /// Trained, and averaged with the rest.
  case shared
  /// Trained, and kept by each client.
  case personal
  /// Not trained.
  case frozen
}

/// What the head sees.
public enum PoolingChoice: String, Sendable, CaseIterable {
  /// The first token for a checkpoint that brings a head, else the mean.
  case auto
  /// The first token, through its dense layer.
  case first
  /// The mean over the tokens.
  case mean
}

extension SettingKeys {
  /// Encoder.
  public var model: SettingKey<String> {
    .text("model.name", "embedded", "Encoder: embedded, minilm, or a Hugging Face directory.")
  }
  /// What the head sees.
  public var pooling: SettingKey<PoolingChoice> {
    .choice(
      "model.pooling", .auto,
      "What the head sees: the first token (through its dense layer), or the mean over tokens.")
  }
  /// Longest sequence, tokens.
  public var maxLength: SettingKey<Int> {
    .integer("model.max_length", 128, in: 4...4096, "Longest sequence, tokens.")
  }
  /// Products with frozen weights.
  public var precision: SettingKey<Precision> {
    .choice(
      "model.precision", .float32,
      "Number format of products with frozen weights; bf16 needs oneDNN.")
  }
  /// Data.
  public var data: SettingKey<String> {
    .text(
      "data.name", "question", "Data: question, agreement, a fetched set, or a file.")
  }
  /// Column of the text.
  public var textColumn: SettingKey<String> {
    .text("data.text_column", "", "Column of the text; empty: guessed.")
  }
  /// Column of the second text.
  public var pairColumn: SettingKey<String> {
    .text("data.pair_column", "", "Column of the second text; empty: guessed; none: none.")
  }
  /// Column of the label.
  public var labelColumn: SettingKey<String> {
    .text("data.label_column", "", "Column of the label; empty: guessed.")
  }
  /// Column of the client.
  public var clientColumn: SettingKey<String> {
    .text("data.client_column", "", "Column of the natural client; empty: guessed; none: none.")
  }
  /// Names of columns in the first line.
  public var header: SettingKey<Presence> {
    .choice("data.header", .auto, "Whether the first line of CSV or TSV names the columns.")
  }
  /// Quotes around fields.
  public var quotes: SettingKey<Presence> {
    .choice("data.quotes", .auto, "Whether quotes enclose fields; auto: in CSV, or as TSV shows.")
  }
  /// Held-out samples.
  public var testFile: SettingKey<String> {
    .text(
      "data.test", "",
      "File of held-out samples; none: a share of the others; empty: test.* beside train.*, or that."
    )
  }
  /// Training samples.
  public var trainSamples: SettingKey<Int> {
    .integer(
      "data.train_samples", 0, in: 0...10_000_000,
      "Training samples; 0: all of a file, 60 a client of an embedded task (6000 where clients draw theirs)."
    )
  }
  /// Test samples.
  public var testSamples: SettingKey<Int> {
    .integer(
      "data.test_samples", 0, in: 0...10_000_000,
      "Test samples; 0: all of a file, 1000 of an embedded task.")
  }
  /// Share held out of a file without a test.
  public var testFraction: SettingKey<Double> {
    .number(
      "data.test_fraction", 0.2, in: 0.01...0.9, "Share held out of a file without a test.")
  }
  /// Wrong training labels.
  public var labelNoise: SettingKey<Double> {
    .number(
      "data.label_noise", 0, in: 0...1,
      "Share of the training labels that are changed to another one, drawn by the seed.")
  }
  /// Method.
  public var method: SettingKey<String> {
    .text("method.name", "fibecfed", "Method; `fedtop methods` lists them.")
  }
  /// The task head.
  public var head: SettingKey<HeadChoice> {
    .choice(
      "method.head", .shared,
      "The task head: averaged with the rest, kept by each client, or not trained.")
  }
  /// What stays with its client beside what the method says.
  public var personal: SettingKey<PersonalPart> {
    .choice(
      "method.personal", .none,
      "What each client keeps for itself, whatever the method: nothing more, LoRA's A or B, or the "
        + "upper or lower half of the layers.")
  }
}

extension Setting {
  static let modelAndData = of(
    \.model, \.pooling, \.maxLength, \.precision, \.data, \.textColumn, \.pairColumn, \.labelColumn,
    \.clientColumn, \.header, \.quotes, \.testFile, \.trainSamples, \.testSamples, \.testFraction,
    \.labelNoise, \.method, \.head, \.personal)
}
