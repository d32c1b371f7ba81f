"""The default model of actionlines.alignment: model.npz holds its weights, model.json describes them."""
