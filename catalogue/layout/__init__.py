"""How the folders of image files give classes and parts: understood once, said in words, the same for every door."""
