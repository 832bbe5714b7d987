"""Made names, Thai and Latin, some of them very common: the same number always gives the same name."""

GIVEN_COMMON = ("สมชาย", "สมศักดิ์", "สมหญิง", "ประเสริฐ", "วิชัย", "สุดารัตน์", "นภา", "มาลี")
GIVEN_FIRST = ("สม ประ วิ สุ ธน ชล กิต พง ณัฐ ปิย รัต อร จิร ศิ วร อนุ นิ ภัทร์ พิ มณี ดวง กาญ ชุติ ธีร ปริญ พร ลัก วัน สาย อา").split()
GIVEN_LAST = ("ชาย พงศ์ ชัย ศรี รักษ์ พร วัฒน์ เดช ฤดี นันท์ ภา มาศ กุล กานต์ ยุทธ์ สิทธิ์ เทพ ลักษณ์ นุช ดา ชนก เมธ รัตน์ ญา").split()
FAMILY_FIRST = (
    "ทอง ศรี บุญ แก้ว จันทร์ วงศ์ พันธุ์ สุวรรณ อินทร์ มณี เพชร ไชย ธรรม รุ่ง เจริญ กิจ ประสิทธิ์ ชื่น นาค พูล หอม ใจ ดี ปัญญา"
).split()
FAMILY_MIDDLE = ["", *"โชติ เรือง สุข กุล ธนา พิพัฒน์ มงคล ศิริ อุดม นิมิต อนันต์".split()]
FAMILY_LAST = ("ดี สุข งาม วงศ์ ศรี ชัย กุล พงษ์ รัตน์ ศักดิ์ มั่น คง เลิศ ประเสริฐ สวัสดิ์ วัฒนา สิริ ทรัพย์ เจริญ ใจ แสง นาม โสภา ขำ").split()
BURMESE = (
    "Aye Khaing Thida Htun Naing Zaw Myint Win Hlaing Soe Khin Mya Nwe Thein Lwin Moe Phyo Aung Kyaw Tin Sandar Su "
    "Wai Yadanar Zin Mar Thant Htet Nandar Cho Ei Hnin Pwint Thazin Yamin Kay Nilar"
).split()
KHMER_GIVEN = "Sokha Bopha Dara Sreymom Vanna Chanthou Rithy Sophea Kunthea Samnang Veasna Ratha Pisey Makara".split()
KHMER_FAMILY = "Chea Sok Kim Meas Heng Ouk Prak Touch Chhim Keo Phan Nhem Sar Mao Thach Uch Yim Long".split()
LAO_GIVEN = "Bounmy Khamla Somphone Vilayvanh Keo Noy Thongsavanh Phet Chanh Souksavanh Latsamy Manivone".split()
LAO_FAMILY = "Vongsa Phommachanh Sisavath Inthavong Keomany Sengdara Xayavong Douangdy Luangrath Bounyong".split()


def full_name(dice: int) -> str:
    """A full name from a random number of 64 bits: 45 % Thai, 35 % Burmese, 20 % Khmer or Lao."""
    dice, kind = divmod(dice, 100)
    if kind < 45:
        return _thai(dice)
    return _burmese(dice) if kind < 80 else _neighbour(dice)


def _pick(dice: int, *lists) -> list[str]:
    found = []
    for names in lists:
        dice, place = divmod(dice, len(names))
        found.append(names[place])
    return found


def _thai(dice: int) -> str:
    dice, common = divmod(dice, 10)
    if common < 2:  # a fifth of all Thai given names
        given, *family = _pick(dice, GIVEN_COMMON, FAMILY_FIRST, FAMILY_MIDDLE, FAMILY_LAST)
    else:
        first, last, *family = _pick(dice, GIVEN_FIRST, GIVEN_LAST, FAMILY_FIRST, FAMILY_MIDDLE, FAMILY_LAST)
        given = first + last
    return f"{given} {''.join(family)}"


def _burmese(dice: int) -> str:
    dice, words = divmod(dice, 2)
    prefix, *rest = _pick(dice, ("Ma", "Ko", "Daw", "U"), BURMESE, BURMESE, BURMESE)
    return " ".join([prefix, *rest[: 2 + words]])


def _neighbour(dice: int) -> str:
    dice, khmer = divmod(dice, 2)
    return " ".join(_pick(dice, KHMER_GIVEN, KHMER_FAMILY) if khmer else _pick(dice, LAO_GIVEN, LAO_FAMILY))
