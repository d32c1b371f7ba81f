"""One short resolution of our own in five languages: two requests, one of them with a day."""

from __future__ import annotations

# Language -> (text, a word of the first action by which it is searched for, words of the addressee of the second).
TEXTS: dict[str, tuple[str, str, str]] = {
    "fr": (
        """Nations Unies A/RES/80/903
Assemblée générale
Résolution adoptée par l’Assemblée générale le 17 décembre 2025
80/903. Mâts inutilisés et portails villageois
L’Assemblée générale,
Rappelant sa résolution 70/125 du 16 décembre 2015,
1. Prie le Secrétaire général de lui présenter, à sa quatre-vingt-unième session, un rapport sur les portails des \
conseils villageois ;
2. Invite l’Union internationale des télécommunications à recenser, d’ici au 30 juin 2027, les mâts inutilisés.
""",
        "villageois",
        "Union internationale des télécommunications",
    ),
    "es": (
        """Naciones Unidas A/RES/80/903
Asamblea General
Resolución aprobada por la Asamblea General el 17 de diciembre de 2025
80/903. Mástiles en desuso y portales de las aldeas
La Asamblea General,
Recordando su resolución 70/125, de 16 de diciembre de 2015,
1. Solicita al Secretario General que le presente, en su octogésimo primer período de sesiones, un informe sobre \
los portales de los consejos de aldea;
2. Invita a la Unión Internacional de Telecomunicaciones a que haga un inventario de los mástiles en desuso a más \
tardar el 30 de junio de 2027.
""",
        "aldea",
        "Unión Internacional de Telecomunicaciones",
    ),
    "ru": (
        """Организация Объединенных Наций A/RES/80/903
Генеральная Ассамблея
Резолюция, принятая Генеральной Ассамблеей 17 декабря 2025 года
80/903. Неиспользуемые мачты и сельские порталы
Генеральная Ассамблея,
ссылаясь на свою резолюцию 70/125 от 16 декабря 2015 года,
1. просит Генерального секретаря представить ей на ее восемьдесят первой сессии доклад о порталах сельских советов;
2. предлагает Международному союзу электросвязи составить к 30 июня 2027 года перечень неиспользуемых мачт.
""",
        "сельских",
        "Международному союзу электросвязи",
    ),
    "ar": (
        """الأمم المتحدة A/RES/80/903
الجمعية العامة
قرار اتخذته الجمعية العامة في 17 كانون الأول/ديسمبر 2025
80/903 - الصواري المهملة وبوابات القرى
إن الجمعية العامة،
إذ تشير إلى قرارها 70/125 المؤرخ 16 كانون الأول/ديسمبر 2015،
1 - تطلب إلى الأمين العام أن يقدم إليها في دورتها الحادية والثمانين تقريرا عن بوابات مجالس القرى؛
2 - تدعو الاتحاد الدولي للاتصالات إلى حصر الصواري المهملة بحلول 30 حزيران/يونيه 2027.
""",
        "القرى",
        "الاتحاد الدولي للاتصالات",
    ),
    "zh": (
        """联合国 A/RES/80/903
大会
2025年12月17日大会决议
80/903. 闲置桅杆和村庄门户
大会，
回顾其2015年12月16日第70/125号决议，
1. 请秘书长向大会第八十一届会议提交一份关于村委会门户的报告；
2. 邀请国际电信联盟在2027年6月30日之前清点闲置桅杆。
""",
        "村委会",
        "国际电信联盟",
    ),
}
