module distilbench/go-python

go 1.21
