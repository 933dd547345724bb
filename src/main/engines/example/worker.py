import json, sys
known = {}
with open(sys.argv[1], encoding="utf-8") as lines:
    next(lines)
    for line in lines:
        entry = json.loads(line)
        known[entry["text"]] = entry
print(json.dumps({"ready": {}}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    found = [known[text] for text in request["texts"]]
    print(json.dumps({"id": request["id"], "logits": [f["logits"] for f in found], "tokens": [f["tokens"] for f in found]}), flush=True)
