"""Road maps of action lines (A/RES/80/173, paragraph 113): proposed from the register, chosen by people."""

from actionlines.papers.roadmap.model import Item, Metric, Milestone, Narrative, RoadMap
from actionlines.papers.roadmap.paper import paper
from actionlines.papers.roadmap.proposals import propose

__all__ = ["Item", "Metric", "Milestone", "Narrative", "RoadMap", "paper", "propose"]
