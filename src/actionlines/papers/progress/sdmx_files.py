"""The report as SDMX: data in SDMX-CSV 2.0 (SDMX 3.0) and SDMX-ML 2.1, each with its structure and code lists.

Values of the series of UNSD are written in the global structure of the SDGs too (IAEG-SDGs:SDG), with those of its
codes that occur.

Every breakdown of the report is a dimension of its own. A projection has its method, all other rows `_Z`; the ends
of its interval are measures of SDMX 3.0, and attributes in 2.1, which knows one measure. Identifiers hold letters,
digits, `-`, `_`, `$` and `@`; the names in the code lists keep what a source wrote.
"""

from __future__ import annotations

import io
import os
import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, cached_property
from typing import TYPE_CHECKING

import polars as pl

from actionlines.framework import load
from actionlines.indicators.model import breakdown_pairs
from actionlines.indicators.provenance import STATUSES, obs_status, obs_statuses
from actionlines.indicators.read.columns import sdmx_codes
from actionlines.indicators.read.mapping import unsd_series
from actionlines.papers.names import area_name
from actionlines.papers.progress.model import ProgressReport
from actionlines.papers.progress.scope import title_of
from actionlines.papers.progress.tables import as_texts, change_texts

if TYPE_CHECKING:
    from pysdmx.io.format import Format
    from pysdmx.model import Codelist, Component, Concept, DataStructureDefinition
    from pysdmx.model.__base import MaintainableArtefact

AGENCY, VERSION = "ACTIONLINES", "1.0"
TOTAL, NONE = "_T", "_Z"
_NOT_IN_ID = re.compile(r"[^A-Za-z0-9_@$-]+")
_MEASURES = {"OBS_VALUE": "Value", "LOW": "Low end of the 80 % interval", "HIGH": "High end of the 80 % interval"}
_ATTRIBUTES = {
    "OBS_STATUS": "Status of the value",
    "VERDICT": "Verdict of the method, computed by Actionlines",
    "COMMENT_OBS": "Note of the source on the value",
    "SOURCE_DETAIL": "Source of the value",
}
VALUES = ("TIME_PERIOD", *_MEASURES, *_ATTRIBUTES)  # the last columns of progress.sdmx.csv
_FIXED = ("INDICATOR", "SERIES", "REF_AREA", "UNIT_MEASURE", "METHOD")
_NAMES = {
    "INDICATOR": "Indicator",
    "SERIES": "Series",
    "REF_AREA": "Country or area",
    "UNIT_MEASURE": "Unit",
    "METHOD": "Method of the projection",
    "TIME_PERIOD": "Year",
    **_MEASURES,
    **_ATTRIBUTES,
    "FREQ": "Frequency",
    "REPORTING_TYPE": "Reporting type",
    "UNIT_MULT": "Unit multiplier",
    "NATURE": "Nature of the value",
    "TIME_DETAIL": "Year or years of the value",
}
# Escaped for an attribute in XML; what XML 1.0 cannot hold goes.
_XML = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("\n", " "), ("\r", " "), ("\t", " "))
_UNSAFE = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x{fffe}\\x{ffff}]"


def prepared_at() -> datetime:
    """Return now in UTC, or the second of SOURCE_DATE_EPOCH (reproducible-builds.org) for files of the same bytes."""
    return datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH") or time.time()), UTC).replace(tzinfo=None)


def sdmx_id(text: str) -> str:
    """Return the text as an identifier of SDMX.

    >>> sdmx_id("itu-region:AFR"), sdmx_id("15 to 24 %"), sdmx_id("")
    ('itu-region_AFR', '15_to_24_', '_Z')
    """
    return _NOT_IN_ID.sub("_", text) or NONE


def make_codes(texts: Iterable[str]) -> dict[str, str]:
    """Return an identifier for each text; two texts never have the same one."""
    codes: dict[str, str] = {}
    taken: set[str] = set()
    for text in texts:
        wanted = each_text = sdmx_id(text)
        number = 1
        while each_text in taken:
            number += 1
            each_text = f"{wanted}_{number}"
        taken.add(each_text)
        codes[text] = each_text
    return codes


@dataclass(frozen=True)
class Message:
    """Rows with identifiers: dimensions before the year, then measures and attributes.

    lists  the code list of each component that has one: code -> name
    id     of the structure, "" for one named by its breakdowns; `agency` and `version` are its owner and edition
    name   of the structure; `scheme` is the id of its concepts
    """

    rows: pl.DataFrame
    lists: Mapping[str, Mapping[str, str]]
    id: str = ""
    agency: str = AGENCY
    version: str = VERSION
    name: str = "Indicators, projections and verdicts"
    scheme: str = "CS_MEASURE"

    @cached_property
    def dimensions(self) -> tuple[str, ...]:
        """Return the dimensions in order, the year not among them."""
        return tuple(self.rows.columns[: self.rows.columns.index("TIME_PERIOD")])

    @cached_property
    def structure(self) -> str:
        """Return the id of the structure; another set of breakdowns is another structure."""
        return self.id or "_".join(("DSD_MEASURE", *self.dimensions[len(_FIXED) :]))

    def measures(self, *, new: bool) -> tuple[str, ...]:
        """Return the measures; SDMX 2.1 has one, where the others are attributes."""
        return tuple(name for name in _MEASURES if name in self.rows.columns and (new or name == "OBS_VALUE"))


def make_message(report: ProgressReport) -> Message:
    """Return the observations of a report, with the projections of the methods (status F)."""
    return code_rows(_join_rows(report), {series.series: series.title for series in report.measured}, report.methods)


def code_rows(rows: pl.DataFrame, titles: Mapping[str, str], methods: Mapping[str, str]) -> Message:
    """Return rows with the columns of `_join_rows` as a message. `titles` names series, `methods` has methods by id."""
    pairs = {text: dict(breakdown_pairs(text)) for text in rows["breakdown"].unique(maintain_order=True)}
    broken = make_codes(sorted({name for pair in pairs.values() for name in pair}))
    ids = {name: _dimension_id(code) for name, code in broken.items()}
    indicators, series = (rows[name].unique(maintain_order=True).to_list() for name in ("indicator", "series"))
    wanted: dict[str, dict[str, str]] = {
        "INDICATOR": {indicator: _indicator_title(indicator) for indicator in indicators},
        "SERIES": {series: titles.get(series) or title_of("", series, {}) or series for series in series},
        "REF_AREA": {item: area_name(item) or item for item in rows["area"].unique(maintain_order=True)},
        "UNIT_MEASURE": {item: item for item in rows["unit"].unique(maintain_order=True)},
        "METHOD": {"": "Not a projection", **methods},
    }
    columns, lists = [], {}
    sources = dict(zip(_FIXED, ("indicator", "series", "area", "unit", "method"), strict=True))
    for name, texts in wanted.items():
        short = make_codes(text.removeprefix("sdg:") if name == "INDICATOR" else text for text in texts)
        known = {text: short[text.removeprefix("sdg:") if name == "INDICATOR" else text] for text in texts}
        lists[name] = {known[item]: words or "Not given" for item, words in texts.items()}
        columns.append(pl.col(sources[name]).replace_strict(known, return_dtype=pl.String).alias(name))
    for dimension, name in ids.items():
        values = sorted({pair[dimension] for pair in pairs.values() if dimension in pair})
        known = {**make_codes(values), "": TOTAL}
        by_text = {text: known[pair.get(dimension, "")] for text, pair in pairs.items()}
        lists[name] = {TOTAL: "Total", **{known[value]: value for value in values}}
        columns.append(pl.col("breakdown").replace_strict(by_text, return_dtype=pl.String).alias(name))
    return Message(
        rows.select(
            *columns,
            pl.col("year").alias("TIME_PERIOD"),
            pl.col("value").alias("OBS_VALUE"),
            pl.col("low").alias("LOW"),
            pl.col("high").alias("HIGH"),
            obs_statuses(rows).alias("OBS_STATUS"),
            pl.col("verdict").alias("VERDICT"),
            pl.col("note").alias("COMMENT_OBS"),
            pl.col("source").alias("SOURCE_DETAIL"),
        ),
        {
            **lists,
            "OBS_STATUS": STATUSES,
            "VERDICT": {item: item for item in rows["verdict"].unique(maintain_order=True) if item},
        },
    )


# Dimensions of the global structure, in the order of the files of UNSD.
_GLOBAL = re.findall(
    r"\w+",
    "FREQ REPORTING_TYPE SERIES REF_AREA SEX AGE URBANISATION INCOME_WEALTH_QUANTILE EDUCATION_LEV OCCUPATION"
    " CUST_BREAKDOWN COMPOSITE_BREAKDOWN DISABILITY_STATUS ACTIVITY PRODUCT",
)
NATURES = {"C": "Country data", "CA": "Country adjusted data", "E": "Estimated data", "G": "Global monitoring data"}
NATURES |= {"M": "Modelled data", "N": "Non-relevant", "NA": "Data nature not available"}
_YEARS = re.compile(r"(\d+)(?:-(\d+)|(\+))|<(\d+)")


def make_global_message(report: ProgressReport) -> Message:
    """Return the values of UNSD's series in the global structure of the SDGs; areas without an M49 code are left out.

    Groups of people that the structure has no dimension for are in COMPOSITE_BREAKDOWN.
    """
    areas = {code: country.m49.lstrip("0") for code, country in load().countries.items() if country.m49}
    areas |= {area: area[4:].lstrip("0") for area in report.observations["area"].unique() if area.startswith("m49:")}
    rows = report.observations.filter(pl.col("series").is_in(list(unsd_series())) & pl.col("area").is_in(list(areas)))
    texts = rows["breakdown"].unique().to_list()
    split = {text: _global_breakdown(text) for text in texts}
    units = {unit: global_code("unit", unit) for unit in rows["unit"].unique()}
    natures = {text: _nature_of(text) for text in rows["status"].unique()}
    fixed = {"FREQ": pl.lit("A"), "REPORTING_TYPE": pl.lit("G"), "SERIES": pl.col("series")}
    fixed["REF_AREA"] = pl.col("area").replace_strict(areas, default="", return_dtype=pl.String)
    parts = [
        pl.col("breakdown").replace_strict(
            {text: split[text].get(name, TOTAL) for text in texts}, default=TOTAL, return_dtype=pl.String
        )
        for name in _GLOBAL[len(fixed) :]
    ]
    table = rows.select(
        *(value.alias(name) for name, value in fixed.items()),
        *(part.alias(name) for part, name in zip(parts, _GLOBAL[len(fixed) :], strict=True)),
        TIME_PERIOD="year",
        OBS_VALUE="value",
        OBS_STATUS=obs_statuses(rows),
        UNIT_MULT=pl.lit("0"),
        UNIT_MEASURE=pl.col("unit").replace_strict(units, default="", return_dtype=pl.String),
        NATURE=pl.col("status").replace_strict(natures, default="", return_dtype=pl.String),
        TIME_DETAIL=pl.col("year").cast(pl.String),
        COMMENT_OBS="note",
        SOURCE_DETAIL="source",
    )
    lists: dict[str, Mapping[str, str]] = {
        name: {code: code for code in sorted(table[name].unique())} for name in (*_GLOBAL, "UNIT_MEASURE")
    }
    titles = dict(rows.select("series", "indicator").unique().iter_rows())
    lists["SERIES"] = {series: title_of(titles[series], series, {}) for series in lists["SERIES"]}
    named = {code: area_name(area) or code for area, code in areas.items()}
    lists["REF_AREA"] = {code: named[code] for code in lists["REF_AREA"]}
    lists |= {"UNIT_MULT": {"0": "Units"}, "NATURE": NATURES, "OBS_STATUS": STATUSES}
    name = "Global structure of the SDGs, codes that occur"
    return Message(table, lists, "SDG", "IAEG-SDGs", "1.24", name, "SDG_CONCEPTS")


def _global_breakdown(text: str) -> dict[str, str]:
    """Return the codes of a breakdown by dimension of the global structure."""
    codes: dict[str, str] = {}
    for name, value in breakdown_pairs(text):
        dimension = global_code("dimension", name)
        code = global_code(name, value)
        if dimension not in _GLOBAL:
            dimension, code = "COMPOSITE_BREAKDOWN", sdmx_id(f"{name}_{value}".upper())
        codes[dimension] = f"{codes[dimension]}__{code}" if dimension in codes else code
    return codes


@cache
def global_code(kind: str, text: str) -> str:
    """Return a dimension, unit or value of a dimension as the global structure writes it.

    >>> global_code("dimension", "location"), global_code("location", "urban"), global_code("age", "15-24")
    ('URBANISATION', 'U', 'Y15T24')
    >>> global_code("unit", "percent"), global_code("age", "65+"), global_code("age", "<15")
    ('PT', 'Y_GE65', 'Y0T14')
    """
    if kind == "age" and (match := _YEARS.fullmatch(text)):
        first, last, _, below = match.groups()
        return f"Y0T{int(below) - 1}" if below else f"Y{first}T{last}" if last else f"Y_GE{first}"
    return sdmx_codes().get((kind, text)) or sdmx_id(text.upper())


def _nature_of(status: str) -> str:
    if (code := status.strip().upper()) in NATURES:
        return code
    return "E" if obs_status(status) in "EI" else "NA"


def _dimension_id(code: str) -> str:
    """Return the id of a dimension: it begins with a letter, has no `$` or `@`, and is none of the fixed ones."""
    name = re.sub(r"[^A-Z0-9_]", "_", code.upper())
    return name if name[:1].isalpha() and name not in {*_FIXED, *_MEASURES, *_ATTRIBUTES} else f"BY_{name}"


def _indicator_title(item: str) -> str:
    indicator = load().indicators.get(item)
    return indicator.title if indicator else item


def _join_rows(report: ProgressReport) -> pl.DataFrame:
    """Return observations, then projections, in columns of one form."""
    shared = ("indicator", "series", "area", "breakdown", "unit")
    nothing, number = pl.lit(""), pl.lit(None, pl.Float64)
    observed = report.observations.select(
        *shared,
        nothing.alias("method"),
        "year",
        "value",
        number.alias("low"),
        number.alias("high"),
        "status",
        nothing.alias("verdict"),
        "note",
        "source",
    )
    projected = report.progress.filter(
        pl.col("projected").is_not_null() & (pl.col("target_year") > pl.col("last_year"))
    ).select(
        *shared,
        "method",
        pl.col("target_year").alias("year"),
        pl.col("projected").alias("value"),
        "low",
        "high",
        pl.lit("F").alias("status"),
        "verdict",
        nothing.alias("note"),
        nothing.alias("source"),
    )
    return pl.concat([observed, as_texts(projected)], how="vertical_relaxed")


def data_csv(made: Message) -> bytes:
    """Return progress.sdmx.csv: SDMX-CSV 2.0, without a byte order mark, which its readers do not take."""
    head = {
        "STRUCTURE": "datastructure",
        "STRUCTURE_ID": f"{made.agency}:{made.structure}({made.version})",
        "ACTION": "I",
    }
    out = io.BytesIO()
    rows = made.rows.select(*(pl.lit(value).alias(name) for name, value in head.items()), pl.all())
    rows.with_columns(pl.col(pl.String).str.replace_all(r"[\r\n]+", " ")).write_csv(out, line_terminator="\r\n")
    return out.getvalue()


def data_xml(made: Message, *, new: bool = False) -> bytes:
    """Return progress.sdmx21.xml: structure-specific data of SDMX-ML 2.1 (3.0 where `new`), series by series."""
    urn = f"urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure={made.agency}:{made.structure}({made.version})"
    space = f"http://www.sdmx.org/resources/sdmxml/schemas/v{'3_0' if new else '2_1'}"
    named = f'<Ref agencyID="{made.agency}" id="{made.structure}" version="{made.version}" class="DataStructure"/>'
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<mes:StructureSpecificData xmlns:mes="{space}/message" xmlns:com="{space}/common"'
        f' xmlns:ss="{space}/data/structurespecific" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        f' xmlns:ns1="{urn}:ObsLevelDim:TIME_PERIOD">\n'
        f"<mes:Header><mes:ID>MEASURE_REPORT</mes:ID><mes:Test>false</mes:Test>"
        f'<mes:Prepared>{prepared_at().isoformat()}</mes:Prepared><mes:Sender id="{AGENCY}"/>'
        f'<mes:Structure structureID="{made.structure}" namespace="{urn}:ObsLevelDim:TIME_PERIOD"'
        f' dimensionAtObservation="TIME_PERIOD"><com:Structure>{urn if new else named}</com:Structure>'
        "</mes:Structure></mes:Header>\n"
        f'<mes:DataSet ss:structureRef="{made.structure}" xsi:type="ns1:DataSetType"'
        f' ss:dataScope="DataStructure" {"ss:" if new else ""}action="Replace">\n'
    )
    dimensions = made.dimensions
    series = pl.concat_str(
        pl.lit("<Series"), *(_attribute_markup(pl.col(name), name) for name in dimensions), pl.lit(">")
    )
    values = [name for name in made.rows.columns if name not in dimensions]
    seen = pl.concat_str(pl.lit("<Obs"), *(_attribute_markup(pl.col(name), name) for name in values), pl.lit("/>"))
    lines = (
        change_texts(made.rows, _escape_text)
        .select(*dimensions, obs=seen)
        .group_by(*dimensions, maintain_order=True)
        .agg(pl.col("obs").str.join("\n"))
        .select(pl.concat_str(series, pl.lit("\n"), "obs", pl.lit("\n</Series>")))
        .to_series()
    )
    body = "\n".join(lines.to_list())
    return f"{head}{body}\n</mes:DataSet>\n</mes:StructureSpecificData>\n".encode("utf-8", "replace")


def _escape_text(text: pl.Expr) -> pl.Expr:
    text = text.str.replace_all(_UNSAFE, "")
    for sign, output in _XML:
        text = text.str.replace_all(sign, output, literal=True)
    return text


def _attribute_markup(value: pl.Expr, name: str) -> pl.Expr:
    """Return the value as an attribute of XML, nothing where it is empty."""
    text = value.cast(pl.String)
    full = text.is_not_null() & (text != "")
    return pl.when(full).then(pl.format(f' {name}="{{}}"', text)).otherwise(pl.lit(""))


def structure_xml(made: Message, *, new: bool) -> bytes:
    """Return the structure with its code lists: of SDMX-ML 3.0 where `new`, else of 2.1."""
    from pysdmx.io.format import Format

    form: Format = Format.STRUCTURE_SDMX_ML_3_0 if new else Format.STRUCTURE_SDMX_ML_2_1
    return write_artefacts(make_artefacts(made, new=new), form)


def make_artefacts(made: Message, *, new: bool) -> list[MaintainableArtefact]:
    """Return the code lists, concepts and structure of a message; a structure of 2.1 (not `new`) has one measure."""
    from pysdmx.model import ConceptScheme

    lists = _code_lists(made)
    names = [*made.rows.columns, *(name for name in _MEASURES if name in made.rows.columns)]
    concepts = {name: _make_concept(name, _NAMES.get(name, name)) for name in names}
    scheme = ConceptScheme(
        made.scheme, name="Concepts", agency=made.agency, version=made.version, items=tuple(concepts.values())
    )
    return [*lists.values(), scheme, _make_structure(made, lists, concepts, new)]


def write_artefacts(artefacts: Iterable[MaintainableArtefact], form: Format) -> bytes:
    """Return a structure message of SDMX-ML or SDMX-JSON."""
    from pysdmx.io import write_sdmx
    from pysdmx.model import Agency
    from pysdmx.model.message import Header

    header = Header(id="MEASURE_REPORT", sender=Agency(AGENCY), prepared=prepared_at())
    text = write_sdmx(list(artefacts), form, header=header) or ""
    # Optional, says that an attribute belongs to all measures, and sdmx1 cannot read it.
    text = re.sub(r"\s*<str:MeasureRelationship>.*?</str:MeasureRelationship>", "", text, flags=re.S)
    # An empty list is against the schema of SDMX-JSON, by which pysdmx checks what it has written.
    text = re.sub(r",\s*\"groups\": \[\]", "", text)
    return f"{text}\n".encode()


def _code_lists(made: Message) -> dict[str, Codelist]:
    from pysdmx.model import Code, Codelist

    return {
        name: Codelist(
            f"CL_{name}",
            name=_NAMES.get(name, name),
            agency=made.agency,
            version=made.version,
            items=tuple(Code(code, name=_printable(words)) for code, words in some.items()),
        )
        for name, some in made.lists.items()
    }


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _make_concept(name: str, words: str) -> Concept:
    from pysdmx.model import Concept, DataType

    kinds = dict.fromkeys(_MEASURES, DataType.DOUBLE) | {"TIME_PERIOD": DataType.YEAR}
    return Concept(name, name=words, dtype=kinds.get(name, DataType.STRING))


def _make_structure(
    made: Message, lists: Mapping[str, Codelist], concepts: Mapping[str, Concept], new: bool
) -> DataStructureDefinition:
    from pysdmx.model import Component, Components, DataStructureDefinition, DataType, ItemReference, Role

    def component(name: str, role: Role, kind: DataType, required: bool, level: str | None) -> Component:
        """Return a component with its concept and, where it has one, its code list."""
        return Component(
            name,
            required,
            role,
            ItemReference(sdmx_type="Concept", agency=made.agency, id=made.scheme, version=made.version, item_id=name),
            local_dtype=None if name in lists else kind,
            local_codes=lists.get(name),
            attachment_level=level,
            name=concepts[name].name,
        )

    parts = [component(dimension, Role.DIMENSION, DataType.STRING, True, None) for dimension in made.dimensions]
    parts.append(component("TIME_PERIOD", Role.DIMENSION, DataType.YEAR, True, None))
    measures = made.measures(new=new)
    parts += [component(measure, Role.MEASURE, DataType.DOUBLE, measure == "OBS_VALUE", None) for measure in measures]
    rest = [name for name in made.rows.columns if name not in (*made.dimensions, "TIME_PERIOD", *measures)]
    for name in rest:
        kind = DataType.DOUBLE if name in _MEASURES else DataType.STRING
        parts.append(component(name, Role.ATTRIBUTE, kind, False, "O"))
    return DataStructureDefinition(
        made.structure, name=made.name, agency=made.agency, version=made.version, components=Components(parts)
    )
