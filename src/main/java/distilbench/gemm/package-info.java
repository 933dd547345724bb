/**
 * Matrix products by themselves: shapes, the product, its check, and the probe of how fast the
 * machine multiplies. What a whole model multiplies belongs to {@code model}.
 */
package distilbench.gemm;
