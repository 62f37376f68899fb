"""The words of figures and of other numbers in Vietnamese."""

from __future__ import annotations

from fractions import Fraction

from reconcile.language.vocabulary import Vocabulary

WORDS = Vocabulary(
    name="Vietnamese",
    before={
        "exact": "đúng | chính xác",
        "about": (
            "khoảng | vào khoảng | khoảng chừng | khoảng độ | xấp xỉ | chừng | ước khoảng | ước chừng "
            "| độ | tầm | cỡ | trên dưới | quanh | quanh mốc | quanh ngưỡng"
        ),
        "nearly": (
            "gần | gần tới | gần đến | gần đạt | sắp | sắp đạt | sát | suýt soát | ngót | tiệm cận "
            "| tiến sát | tiến gần"
        ),
        "over": "hơn | trên | vượt | vượt qua | vượt trên | quá | cao hơn | lớn hơn | nhiều hơn",
        "at_least": "ít nhất | tối thiểu | không dưới | không thấp hơn | không ít hơn | không nhỏ hơn",
        "under": (
            "dưới | chưa đến | chưa tới | chưa đầy | không đến | không tới | không đầy | thấp hơn | ít hơn | nhỏ hơn"
        ),
        "at_most": (
            "không quá | không vượt | không vượt quá | không trên | không hơn | không cao hơn "
            "| không lớn hơn | không nhiều hơn | tối đa | nhiều nhất"
        ),
    },
    after={
        "at_least": "trở lên",
        "at_most": "trở xuống | trở lại",
    },
    comparing=(
        "cao hơn | thấp hơn | lớn hơn | nhỏ hơn | nhiều hơn | ít hơn | tốt hơn | mạnh hơn | nhanh hơn "
        "| chậm hơn | kém hơn"
    ),
    perhaps_comparing="vượt",
    compared="so với | cùng kỳ | mức | so cùng",
    exceeded="kế hoạch | dự toán | mục tiêu | chỉ tiêu",
    no_hedges="tốc độ | mức độ | nhiệt độ | mật độ | tiến độ | chế độ | cường độ | trình độ | cấp độ",
    closing="trở",
    marks="mốc | ngưỡng",
    marked=(
        "nearly",
        "over",
        "at_least",
        "under",
        "at_most",
    ),
    directions={
        -1: "giảm | giảm thêm | sụt giảm | suy giảm | tăng trưởng âm | âm | nhập siêu | thâm hụt",
        1: "tăng | tăng thêm | tăng trưởng | xuất siêu | thặng dư",
    },
    openings={
        "size": "từ",
        "range": "trong khoảng | trong khoảng từ",
        "between": "giữa",
    },
    joins={
        "to": "đến | tới",
        "and": "và",
    },
    scales={
        1: "chục",
        2: "trăm",
        3: "nghìn | ngàn | k",
        4: "vạn",
        6: "triệu | tr",
        9: "tỷ | tỉ",
    },
    distrusted_scales="N | T | NT",
    units=(
        ("lb", 1, "lb | pound | cân Anh"),
        ("percent", 1, "phần trăm"),
        ("pp", 1, "điểm phần trăm | điểm %"),
        ("pp", Fraction(1, 100), "điểm cơ bản"),
        ("times", 1, "lần"),
        ("tonne", 1, "tấn"),
        ("tonne", Fraction(1, 10), "tạ"),
        ("hectare", 1, "héc-ta | hecta"),
        ("toe", 1, "tấn dầu quy đổi"),
        ("tonne-km", 1, "tấn.km | tấn-km | T.km"),
        ("passenger-km", 1, "hành khách.km | lượt khách.km | lượt hành khách.km | khách.km | HK.km"),
        ("barrel", 1, "thùng"),
        ("hour", 1, "giờ"),
        ("day", 1, "ngày"),
        ("week", 1, "tuần"),
        ("month", 1, "tháng"),
        ("quarter", 1, "quý"),
        ("year", 1, "năm"),
        ("share", 1, "cổ phiếu | cổ phần"),
        ("litre", 1, "lít"),
        ("metre", 1, "mét"),
        ("minute", 1, "phút"),
        ("°C", 1, "độ C | độ"),
        ("tael", 1, "lượng | cây vàng"),
        ("point", 1, "điểm"),
    ),
    counted=(
        "ca | ca mắc | ca tử vong | sinh viên | học sinh | hộ dân | du khách | hành khách "
        "| khách quốc tế | cán bộ | công nhân | giáo viên | bệnh nhân | ô tô | xe máy | căn hộ "
        "| giao dịch | lô hàng | thửa | khu công nghiệp | đại biểu | nhân viên | trẻ em | phụ nữ "
        "| nông dân | cổ đông | cửa hàng | nhà máy | chi nhánh | khách hàng | tài khoản | thuê bao "
        "| mặt hàng | nhóm hàng | nhóm mặt hàng | nhóm | ngành | ngành hàng | sản phẩm | thị trường "
        "| nước | quốc gia | tỉnh | thành phố | tỉnh thành | tỉnh, thành phố | địa phương | huyện | xã "
        "| người | dân | người dân | lao động | hộ | hộ gia đình | doanh nghiệp | công ty | đơn vị "
        "| cơ sở | dự án | đề án | hợp đồng | hiệp định | văn bản | vụ | vụ việc | trường hợp | lượt "
        "| lượt người | lượt khách | khách | chiếc | cái | con | căn | xe | tàu | chuyến | chương trình "
        "| sự kiện"
    ),
    shared_money={
        "peso": "peso",
        "franc": "franc",
        "krone": "krone | krona",
        "dinar": "dinar",
        "dirham": "dirham",
        "rial": "rial | riyal",
        "shilling": "shilling",
        "rupee": "rupee",
    },
    money={
        "ZAR": "rand",
        "MYR": "ringgit",
        "IDR": "rupiah",
        "RUB": "rúp",
        "VND": "đồng | đ | vnđ",
        "USD": "đô la | đô la Mỹ | đôla | đôla Mỹ | đô-la | đô-la Mỹ | đô | Mỹ kim",
        "EUR": "euro",
        "JPY": "yên",
        "CNY": "nhân dân tệ | tệ",
        "GBP": "bảng Anh",
        "KRW": "won",
        "THB": "baht | bạt",
    },
    money_behind="rand | ringgit | rupiah | rúp | đồng | đô | tệ | yên",
    no_units=(
        "tỷ lệ | tỉ lệ | tỷ trọng | tỉ trọng | tỷ giá | tỉ giá | tỷ suất | tỉ suất | tỷ số | tỷ phú "
        "| triệu phú | đồng thời | đồng loạt | đồng bộ | đồng chí | đồng đều | đồng hành | đồng tình "
        "| đồng ý | đồng nghĩa | đồng đô la | đồng euro | đồng bằng | đồng hồ | đồng tiền "
        "| đồng chủ trì | đồng thuận | đồng nhất | đồng quan điểm | điểm đến | điểm sáng | điểm cầu "
        "| điểm nhấn | điểm nghẽn | lần đầu | lần thứ | lần lượt | ngày càng | nước ngoài | nước ta "
        "| con số | con đường  trưởng | xã hội | hộ chiếu | tạ ơn | người tiêu dùng | độ tuổi "
        "| ngành công thương | tỉnh ủy | vụ trưởng | cái gọi | yên tâm | yên ổn"
    ),
    rated="mỗi",
    per_heads="trên | trên mỗi",
    per="mỗi | một | trên | trên mỗi",
    per_units={
        "barrel/day": "thùng/ngày",
    },
    number_words={
        "1/2": "một nửa | nửa",
        "1/3": "một phần ba",
        "2/3": "hai phần ba",
        "1/4": "một phần tư",
        "3/4": "ba phần tư",
        "1/5": "một phần năm",
        "2/5": "hai phần năm",
        "3/5": "ba phần năm",
        "4/5": "bốn phần năm",
        "1/10": "một phần mười",
        "2": "gấp đôi | tăng gấp đôi",
        "3/2": "gấp rưỡi",
        "3": "gấp ba",
        "4": "gấp bốn",
        "5": "gấp năm",
    },
    before_scales="nửa",
    rises=(
        "nâng | tăng | tăng trưởng | tăng thêm | xuất siêu | thặng dư | cao hơn | nhiều hơn | lớn hơn | nhích "
        "| bật tăng | cộng thêm | lãi"
    ),
    falls=(
        "hạ | cắt giảm | giảm | sụt | sụt giảm | suy giảm | nhập siêu | thâm hụt | thấp hơn "
        "| ít hơn | mất | lỗ | hụt | nhỏ hơn"
    ),
    withs="với",
    caused="nâng | hạ | cắt giảm",
    levels="lên | xuống | còn | đạt | ở | từ | xuống còn | lên tới | lên mức | xuống mức | ước | đến mức",
    clauses="và | trong khi",
    indices="chỉ số",
    dated=(
        "tháng | quý | quí | ngày | sáng | chiều | tối | trưa | mùng | mồng | thế kỷ | tuần | niên vụ "
        "| vụ | T | đêm | hôm | lúc"
    ),
    years="năm | niên độ | giai đoạn | niên vụ | năm tài chính",
    spans="tháng | quý | năm | ngày | tuần",
    spans_after=(
        "đầu | cuối | qua | tới | trước | sau | gần đây | vừa qua | năm | ước | đầu năm | cuối năm "
        "| liên tiếp gần đây | / | tiếp theo | của năm | còn lại | kể từ | tăng | giảm | đạt"
    ),
    spans_before="lũy kế | luỹ kế | tính chung | cộng dồn | qua",
    periods_behind="đầu | cuối | sau | năm | tháng | ngày",
    days="và | đến",
    of_dates="năm",
    ages="tháng tuổi trở lên | tháng tuổi | tuần tuổi | ngày tuổi | tuổi trở lên | tuổi",
    aged="tuổi",
    clock="giờ ngày | giờ sáng | giờ trưa | giờ chiều | giờ tối | giờ đêm",
    hours="giờ | h",
    ordinals="thứ | hạng | xếp thứ | vị trí | số | khóa | khoá | lần thứ | lần | kỳ | đợt",
    running="liên tiếp | liền | liên tục",
    sections=(
        "các điều | các trang | gói thầu số | giai đoạn | bước | phụ biểu | điều | khoản | chương "
        "| phụ lục | trang | biểu số | bảng số | bảng | biểu | mục | hình | phần "
        "| quyển | tập | dòng"
    ),
    documents=(
        "mã HS | HS | ISO | TCVN | QCVN | đề án | mã bưu chính | mã số thuế | nghị quyết số | chỉ thị số "
        "| quyết định số | thông tư số "
        "| nghị định số | công văn số | luật số | văn bản số | ISSN | ISBN | thông tư | nghị định "
        "| nghị quyết | quyết định | chỉ thị"
    ),
    telephones=(
        "tổng đài | điện thoại: | fax: | điện thoại | đt | đt: | tel | tel. | fax | hotline "
        "| đường dây nóng | số máy | di động"
    ),
    names=(
        "quận | Quận | Phường | thôn | Thôn | tổ | ấp | khu phố | tầng | Tầng | lớp | Lớp | lô | Lô "
        "| phòng số | cửa | bến | làn | kỳ hạn | trường THPT số | trường THCS số | áo số | mạng | Mạng | km "
        "| Km | Đề án | bão số | cường độ | độ lớn | Quốc lộ | tỉnh lộ | Tỉnh lộ | loại | S&P | VN | VN- "
        "| HNX | Dow Jones | Nasdaq | Nikkei | FTSE | quốc lộ | mạch | Top | top "
        "| Boeing | Airbus | Covid | euro | tiêu chuẩn Euro | phường"
    ),
    grades="% tấm | S",  # of rice; of diesel, by its sulphur: 0,05S
    counting="tuyển | thêm | có | gồm | với",
    ands="và | hoặc | hay | cùng",
    ors="hay | tương đương",
    froms="từ",
    to="xuống mức | lên mức | lên tới | xuống tới | xuống đến | còn | lên | xuống | xuống còn | lên đến",
    respectively="lần lượt | lần lượt là | tương ứng",
    earlier="so với | cùng kỳ: | cùng kỳ là | năm trước: | cùng kỳ | năm trước là | cùng kỳ năm trước:",
)
