"""Makes same_names.csv: pairs of names that are one person's or two people's, composed by rule from the lists below.

The names are common ones put together by hand; nobody in particular is meant. The rules here know nothing of those in
actip/thai. `python tests/data/make_same_names.py` prints the file again, always the same.
"""

import csv
from pathlib import Path
from random import Random

FILE = Path(__file__).with_name("same_names.csv")

# As written in Thai; in the Royal Institute's romanisation; as its bearer may write it.
GIVEN = """
สมชาย Somchai Somchay|สมพร Somphon Somporn|วิชัย Wichai Vichai|สุดารัตน์ Sudarat Sudaratt|ประเสริฐ Prasoet Prasert|กมลชนก Kamonchanok Kamolchanok
ณรงค์ Narong Narongk|ศิริลักษณ์ Sirilak Sirilux|บุญมี Bunmi Boonmee|จันทร์เพ็ญ Chanphen Janpen|วรรณา Wanna Vanna|สุภาพร Suphaphon Supaporn
อนันต์ Anan Anant|พงศ์เทพ Phongthep Pongthep|ชัยวัฒน์ Chaiwat Chaiwatt|มาลี Mali Malee|กิตติ Kitti Kitty|ธนากร Thanakon Thanakorn
รัตนา Rattana Ratana|สุรศักดิ์ Surasak Surasakdi|อรพรรณ Oraphan Orapan|ปาริฉัตร Parichat Parichart|วีระ Wira Veera|ลำดวน Lamduan Lumduan
จิราพร Chiraphon Jiraporn|ดวงใจ Duangchai Duangjai|บุษบา Butsaba Bussaba|ธงชัย Thongchai Tongchai|แก้วตา Kaeota Kaewta|สายใจ Saichai Saijai
"""
FAMILY = """
ใจดี Chaidi Jaidee|ทองคำ Thongkham Tongkum|แก้วมณี Kaeomani Kaewmanee|ศรีสุข Sisuk Srisuk|บุญเรือง Bunrueang Boonruang|วงศ์ไพศาล Wongphaisan Vongpaisal
พงษ์สวัสดิ์ Phongsawat Pongsawat|จันทร์หอม Chanhom Janhom|สุขเกษม Sukkasem Sookasem|ชัยชนะ Chaichana Chaichana|รักไทย Rakthai Rukthai|มั่นคง Mankhong Munkong
ศักดิ์ดี Sakdi Sakdee|เพชรดี Phetdi Petchdee|กล้าหาญ Klahan Klaharn|สมบูรณ์ Sombun Somboon
"""
# A Burmese syllable and other ways to write it in Latin letters; Burmese script where known.
BURMESE = {
    "Aye": "Ae E အေး", "Aung": "Ong Awng အောင်", "Khaing": "Khine Kaing ခိုင်", "Htet": "Htat Tet ထက်", "Kyaw": "Kyow Kyawe ကျော်",
    "Zaw": "Zow Zaw ဇော်", "Win": "Wynn Wen ဝင်း", "Hla": "La Hlar လှ", "Myint": "Myint Myin မြင့်", "Thandar": "Thanda Tandar သန္တာ",
    "Su": "Suu Soo စု", "Phyo": "Phyoe Pyo ဖြိုး", "Nwe": "Nway Nwe နွယ်", "Moe": "Mo Moe မိုး", "Thein": "Thain Thein သိန်း",
    "Lin": "Lynn Linn လင်း", "Min": "Minn Min မင်း", "Naing": "Nine Naing နိုင်", "Than": "Thann Than သန်း", "Yi": "Yee Yi ရီ",
}  # fmt: skip
BURMESE_NEAR = (
    "Aung Win/Aung Lin", "Htet Htet/Hla Htet", "Min Aung/Mon Aung", "Zaw Min/Zaw Lin", "Su Su/Mu Mu", "Thein Win/Than Win",
    "Aye Aye/Ei Mon", "Kyaw Zin/Kyaw Min", "Khaing Win/Naing Win", "Moe Moe/Nwe Nwe", "Yi Yi/Thi Thi", "Phyo Wai/Phyo Thu",
)  # fmt: skip
# Khmer names as written in Latin letters, otherwise, and in Khmer.
KHMER = """
Sokha Sok-ha Soka សុខា|Chan Chann Chan ចាន់|Sophea Sophear Sopheah សុភា|Dara Dara Darah ដារ៉ា|Srey Srei Sray ស្រី|Bopha Bopha Bophar បុប្ផា
Rithy Rithi Rity រិទ្ធី|Vanna Wanna Vannah វណ្ណា|Piseth Pisit Pisethh ពិសិដ្ឋ|Kunthea Kuntea Kunthear គន្ធា|Veasna Veasnar Viasna វាសនា|Samnang Somnang Samnaang សំណាង
"""
KHMER_FAMILY = "Sok Soc|Chea Cheah|Keo Kaeo|Heng Hengh|Phan Pan|Seng Saeng|Chhim Chim|Nhem Nhaem|Prak Prack|Mao Mau"
LAO = "ສົມໃຈ/สมใจ|ບຸນມີ/บุญมี|ຄຳແພງ/คำแพง|ວິໄລ/วิไล|ສຸກສະຫວັນ/สุขสวรรค์|ແກ້ວ ມະນີ/แก้ว มณี|ສຸລິຍາ/สุริยา|ດວງຈັນ/ดวงจันทร์"
VIETNAMESE = """
Nguyễn Thị Hoa/Nguyen Thi Hoa|Trần Văn Đức/Tran Van Duc|Lê Thị Hồng/Le Thi Hong|Phạm Văn Hùng/Pham Van Hung|Đặng Thị Mai/Dang Thi Mai
Hoàng Thị Lan/Hoang Thi Lan|Vũ Thị Thu/Vu Thi Thu|Bùi Văn Nam/Bui Van Nam
"""
# Thai slips: what is written, what is meant.
SLIPS = (
    ("้", ""), ("่", ""), ("้", "่"), ("์", ""), ("ศ", "ส"), ("ณ", "น"), ("ี", "ิ"), ("ู", "ุ"), ("รร", "ัน"), ("ภ", "พ"), ("ฒ", "ท"),
    ("ำ", "ัม"), ("ษ", "ส"), ("ใ", "ไ"), ("ญ", "น"), ("ฉ", "ช"),
)  # fmt: skip
# Given names that are near each other and different.
NEAR = (
    "สมชาย/สมชัย", "สมพร/สมพล", "วิชัย/วิชาญ", "สุดา/สุนีย์", "กมล/กมลา", "มาลี/มาลัย", "วันดี/วันนา", "บุญมี/บุญมา", "อารี/อารีย์รัตน์",
    "ธนากร/ธนาพร", "สุรชัย/สุรพล", "จันทร์เพ็ญ/จันทร์ฉาย", "นงลักษณ์/นงนุช", "ประเสริฐ/ประสิทธิ์", "ณรงค์/ณัฐพงศ์", "สุภาพร/สุภาวดี", "รัตนา/รัตนาพร", "อนันต์/อนงค์",
    "ชัยวัฒน์/ชัยวุฒิ", "ศิริลักษณ์/ศิริพร", "ดวงใจ/ดวงกมล", "กิตติ/กิตติชัย", "แก้วตา/แก้วใจ", "ธงชัย/ธวัชชัย",
)  # fmt: skip
ROMAN_NEAR = (
    "Somchai/Somsak", "Wichai/Wichit", "Sudarat/Sukanya", "Malee/Manee", "Anan/Anong", "Kitti/Kittichai", "Boonmee/Boonma", "Duangjai/Duangporn",
    "Supaporn/Supawadee", "Narong/Nattapong", "Rattana/Rattanaporn", "Jiraporn/Jirapat", "Veera/Veerachai", "Prasert/Prasit", "Chaiwat/Chaiyut", "Orapan/Orathai",
)  # fmt: skip


def table(text: str) -> list[list[str]]:
    return [entry.split() for line in text.strip().splitlines() for entry in line.split("|")]


def thai_slip(rng: Random, name: str) -> str:
    """The name with one slip of the pen; "" where none fits."""
    fitting = [pair for pair in SLIPS if pair[0] in name]
    if not fitting:
        return ""
    left, right = rng.choice(fitting)
    return name.replace(left, right, 1)


def positives(rng: Random):
    given, family, khmer = table(GIVEN), table(FAMILY), table(KHMER)
    for place, (thai, royal, everyday) in enumerate(given):
        last = family[place % len(family)]
        full = f"{thai} {last[0]}"
        if slip := thai_slip(rng, full):
            yield "thai_slip", full, slip
        yield "romanised", full, f"{royal} {last[1]}"
        yield "romanised", full, f"{everyday} {last[2]}"
        other = family[(place * 5 + 3) % len(family)]
        yield "two_romanisations", f"{royal} {other[1]}", f"{everyday} {other[2]}"
    for place in range(14):
        one, last = given[(place * 7) % len(given)], family[(place * 3 + 1) % len(family)]
        yield "order_title", f"{rng.choice(('นาย', 'นางสาว', 'นาง'))}{one[0]} {last[0]}", f"{last[0]} {one[0]}"
    syllables = list(BURMESE)
    for place in range(26):
        parts = [syllables[(place + step * 7) % len(syllables)] for step in range(rng.choice((2, 3)))]
        heard = [rng.choice([part, *BURMESE[part].split()[:2]]) for part in parts]
        prefix = rng.choice(("U ", "Daw ", "Ma ", "Ko ", "Maung ", ""))
        yield "burmese", prefix + " ".join(parts), " ".join(heard)
    for place in range(12):
        parts = [syllables[(place * 3 + step * 5) % len(syllables)] for step in range(3)]
        yield "burmese_script", " ".join(parts), "".join(BURMESE[part].split()[-1] for part in parts)
    families = [entry.split() for entry in KHMER_FAMILY.split("|")]
    for place, row in enumerate(khmer):
        last = families[place % len(families)]
        yield "khmer", f"{last[0]} {row[0]}", f"{last[rng.choice((0, 1))]} {row[rng.choice((1, 2))]}"
        other = khmer[(place + 5) % len(khmer)]
        yield "khmer_script", f"{other[0]} {row[0]}", f"{other[3]} {row[3]}"
    for pair in LAO.split("|"):
        yield "lao", *pair.split("/")
    for line in VIETNAMESE.strip().splitlines():
        for pair in line.split("|"):
            yield "vietnamese", *pair.split("/")


def negatives(rng: Random):
    given, family, khmer = table(GIVEN), table(FAMILY), table(KHMER)
    for place, pair in enumerate(NEAR):
        one, other = pair.split("/")
        last = family[place % len(family)][0]
        yield "near_thai", f"{one} {last}", f"{other} {last}"
        yield "family_differs", f"{one} {last}", f"{one} {family[(place + 5) % len(family)][0]}"
    for place, pair in enumerate(ROMAN_NEAR):
        one, other = pair.split("/")
        last = family[place % len(family)]
        yield "near_roman", f"{one} {last[1]}", f"{other} {last[1]}"
        yield "near_roman", f"{one} {last[2]}", f"{one} {family[(place + 4) % len(family)][2]}"
    for place, row in enumerate(given):
        other = given[(place + 11) % len(given)]
        last = family[(place * 2) % len(family)]
        yield "siblings", f"{row[0]} {last[0]}", f"{other[0]} {last[0]}"
        yield "other_script", f"{row[0]} {last[0]}", f"{other[1]} {last[1]}"
    for pair in BURMESE_NEAR:
        one, other = pair.split("/")
        yield "near_burmese", one, other
        yield "near_burmese", f"Ma {one} Aye", f"Daw {other} Khin"
    for place, row in enumerate(khmer):
        other = khmer[(place + 1) % len(khmer)]
        yield "near_khmer", f"Sok {row[0]}", f"Sok {other[0]}"
        yield "near_khmer", f"Chea {row[0]}", f"Heng {row[0]}"
    yield from (("near_vietnamese", f"Nguyễn Thị {one}", f"Nguyen Thi {other}") for one, other in
                (("Hoa", "Huong"), ("Mai", "Minh"), ("Lan", "Loan"), ("Thu", "Thuy"), ("Hồng", "Hanh"), ("Ngọc", "Nga")))  # fmt: skip


def rows() -> list[tuple[str, str, str, str, str]]:
    """kind, one, other, same (yes or no), part: two of three rows to tune on, the third held out."""
    rng = Random(1300)
    found = [(kind, one, other, "yes") for kind, one, other in positives(rng) if one != other]
    found += [(kind, one, other, "no") for kind, one, other in negatives(rng)]
    found = sorted(dict.fromkeys(found))
    rng.shuffle(found)
    return [(*row, "held_out" if place % 3 == 0 else "tune") for place, row in enumerate(found)]


if __name__ == "__main__":
    with FILE.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(("kind", "one", "other", "same", "part"))
        writer.writerows(rows())
