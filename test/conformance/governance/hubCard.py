"""A model card as the Hugging Face hub's own client reads it. JSON in, JSON out."""

import json
import sys

from huggingface_hub import ModelCard

answers = []
for text in json.load(sys.stdin):
    card = ModelCard(text)
    results = card.data.eval_results or []
    answers.append(
        {
            "keys": sorted(card.data.to_dict()),
            "name": card.data.model_name,
            "results": [[one.task_type, one.dataset_name, one.metric_type, one.metric_name, one.metric_value] for one in results],
            "license": card.data.license,
            "text": card.text,
        }
    )
print(json.dumps(answers))
