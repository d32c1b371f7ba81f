"""The digital divide measured: between women and men, town and country, and countries; and in years.

| module | what |
|---|---|
| `pairs` | parity ratio, gap, head count, parity bands |
| `people` | persons by breakdown, for head counts and weights |
| `spread` | P90/P10, highest/lowest, variation, Gini, Theil with splits, on users and on people without |
| `distance` | time distance to the leader |
| `closing` | the year in which a gap closes |
| `over` | all of them over the long table |
| `kernels` | the formulas on arrays |

docs/explanation/divides.md works each of them out by hand.
"""
