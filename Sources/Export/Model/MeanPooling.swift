import Foundation
import Plain
import Transformer

/// A head that reads the mean over tokens, for `transformers`, whose own heads read the first.
///
/// The class is a file beside the weights that `trust_remote_code=True` loads; without it the weights
/// load into the stock class and answer differently.
public enum MeanPooling {
  /// Name of the Python module, without its suffix.
  public static let module = "modeling_fedtop"

  /// Name of the class for a model's head.
  static func className(_ weights: EncoderWeights) -> String {
    weights.configuration.family.className + task(weights) + "MeanPooled"
  }

  /// The task of a head, as `transformers` calls it in names of classes.
  private static func task(_ weights: EncoderWeights) -> String {
    weights.configuration.image == nil ? "ForSequenceClassification" : "ForImageClassification"
  }

  /// The module's text.
  static func source(_ weights: EncoderWeights) -> String {
    let family = weights.configuration.family
    let stock = family.className + task(weights)
    let isOfImages = weights.configuration.image != nil
    return """
      from torch.nn.functional import cross_entropy
      from transformers import \(stock)
      from transformers.modeling_outputs import \(isOfImages ? "ImageClassifierOutput" : "SequenceClassifierOutput") as Output


      class \(className(weights))(\(stock)):
          \"\"\"A classifier on the mean of the last layer over \(isOfImages ? "an image's tokens" : "a text's tokens").\"\"\"

      \(isOfImages ? ofImages(weights) : ofTexts(weights))
              logits = self.\(weights.key(.headOutWeight).dropLast(".weight".count))(pooled)
              loss = None if labels is None else cross_entropy(logits, labels)
              return Output(loss=loss, logits=logits)

      """
  }

  /// Where every token is one of the image's, the class token too.
  private static func ofImages(_ weights: EncoderWeights) -> String {
    let network = weights.configuration.family.prefix
    return """
          def forward(self, pixel_values=None, labels=None, **kwargs):
              pooled = self.\(network)(pixel_values=pixel_values).last_hidden_state.mean(1)
      """
  }

  private static func ofTexts(_ weights: EncoderWeights) -> String {
    let family = weights.configuration.family
    // Without the embedding the encoder takes no types, which tokenizers may make all the same.
    let types =
      weights.tensors.contains(.tokenTypeEmbeddings) ? ", token_type_ids=token_type_ids" : ""
    return """
          def forward(self, input_ids=None, attention_mask=None, token_type_ids=None, labels=None, **kwargs):
              hidden = self.\(family.prefix)(
                  input_ids=input_ids, attention_mask=attention_mask\(types)
              ).last_hidden_state
              if attention_mask is None:
                  pooled = hidden.mean(1)
              else:
                  mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
                  pooled = (hidden * mask).sum(1) / mask.sum(1)
      """
  }

  /// Writes the module into a model directory and names it in its `config.json`.
  static func install(directory: String, weights: EncoderWeights) throws {
    try write(directory: directory, weights: weights)
    let name = "\(module).\(className(weights))"
    try ConfigurationMembers.add(
      ["auto_map": ["AutoModel" + task(weights): name]], to: directory)
  }

  /// Writes the module into a directory.
  static func write(directory: String, weights: EncoderWeights) throws {
    try OutputFile.replace(
      "\(directory)/\(module).py", with: Data(source(weights).utf8))
  }
}
