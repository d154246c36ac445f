"""The text that lies beside the files: what each is for."""

from string import Template

TEXT = Template("""\
$title: two models and a report, made with Crossover

report.html
  What was measured, as one page: open it in any browser, it needs no network.
  It says how sure the numbers are, and on which machine they were measured.

predict.py
  Answers about every image in a folder: python predict.py FOLDER [--model svm|cnn|both]
  Its first lines list the libraries that it needs; "uv run predict.py FOLDER" installs them by itself.
  It prints a table (CSV), where an apostrophe stands before text that a spreadsheet would run as a formula.

classes.json
  The names of the classes, the size of image that the models take, and how accurate each of them was.

svm/classifier.onnx
  The support vector machine: from features (float32, one row an image) to class numbers and scores.
  The features are those that the folder features/ works out, all families side by side.

svm/model.skops
  The whole SVM with its features as scikit-learn has it; skops opens it and runs no code of the file.
  It names classes of Crossover's own code, so it opens inside a copy of Crossover.

cnn/network.onnx
  The network: from images (bytes: number of images, height, width, channels) to class numbers and probabilities.
  Colours are red, green and blue from 0 to 255; nothing has to be scaled.

cnn/network.safetensors, cnn/network.json
  The network's weights as torch has them, and the settings that it was trained with.

features/, catalogue/
  The part of Crossover's code that predict.py needs: it reads an image and works out its features as Crossover does.

numbers.csv
  Every measurement behind the report, one row each, for a spreadsheet or a program.
  Where images were tested in turns, the row is of all turns together, and its seconds are of one turn.

reproduce.sh
  The command that measures the same once more, in a copy of Crossover.
""")


def readme(title: str) -> str:
    """The text for an export of this title."""
    return TEXT.substitute(title=" ".join(title.split())[:200])
