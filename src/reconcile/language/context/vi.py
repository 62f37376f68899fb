"""Vietnamese words that tell what a figure says."""

from __future__ import annotations

from reconcile.language.context.words import ContextWords

VI = ContextWords(
    periods={
        "year": "[[trong ](cả|hết|toàn) ]năm {year} | cuối năm {year} | niên độ {year} | {year}",
        "fiscal year": "niên vụ {year}(/|-|–){yy} | niên vụ {year}(/|-|–){year2} "
        "| năm tài (chính|khóa) {year} | niên độ {year}(/|-|–){year2} | vụ {year}(/|-|–){yy} | {year}/{yy} "
        "| năm học {year}(/|-|–){year2}",
        "half": "(nửa|6 tháng|sáu tháng) {half}[ của][ năm][ (nay||/)]{year} "
        "| (nửa|6 tháng|sáu tháng) {half}[ của] năm nay | (nửa|6 tháng|sáu tháng) {half} năm {year} "
        "| (nửa|6 tháng|sáu tháng) {half}[ của][ năm]",
        "quarter": "(quý|quí) {q}(/|-|[,] năm | |.){year} | {q} tháng (đầu|cuối) quý | (quý|quí) {q}",
        "month": "[(hết|cuối|trong) ]tháng {m}(/|-|[,] năm | |.){year} | [(hết|cuối) ]T{m}/{year} "
        "| {m}/{year} | {m}-{year} | tháng {m}",
        "day": "[ngày ]{day}/{m}/{year} | [ngày ]{day}-{m}-{year} | ngày {day} tháng {m}[[,] năm {year}] "
        "| ngày {day}/{m} | ngày {day}-{m} | [ngày ]{day}.{m}.{year} | {day}/{m} | {year}-{mm}-{day}",
        "first months": "[trong ]{count} tháng[ đầu][ của] năm {year} | {count} tháng[ đầu]/{year} "
        "| {count} tháng/{year} | {count} tháng[ đầu] {year} | {count} tháng đầu năm nay "
        "| {count} tháng năm nay | {count} tháng đầu[ năm] | {count} tháng năm {year} | {count} tháng qua "
        "| {count} tháng",
        "months": "từ tháng {m}[/{year}] đến[ hết] tháng {m2}(/| năm ){year2} "
        "| từ tháng {m} đến[ hết] tháng {m2} | tháng {m}-{m2}/{year2}",
        "months to": "{count} tháng [tính ](đến|tới)[ hết] tháng {m}(/| năm ){year}",
        "years": "[giai đoạn |thời kỳ |trong ]{year} (-|–|—|đến) {year2} "
        "| [giai đoạn |thời kỳ ]{year}(-|–|—){year2} | [giai đoạn |thời kỳ ]{year}(-|–){yy}",
        "between years": "từ năm {year} đến[ hết][ năm] {year2} | từ {year} đến {year2}",
        "to day": "[tính ](đến|tới)[ hết][ ngày] {day}/{m}/{year} | [tính ](đến|tới)[ hết] ngày {day}/{m} "
        "| (lũy kế|luỹ kế|tính chung)[ (từ|kể từ) đầu năm][ (đến|tới)][ hết][ ngày] {day}/{m}[/{year}] "
        "| [(tính |kể )]từ đầu năm (đến|tới)[ hết][ ngày] {day}/{m}[/{year}] | từ đầu năm (đến|tới) nay "
        "| từ đầu năm (đến|tới)[ hết] tháng {m}[(/| năm ){year}] "
        "| lũy kế[ từ đầu năm][ (đến|tới)][ hết] tháng {m}[(/| năm ){year}] | kể từ đầu năm",
        "this year": "năm nay",
        "last year": "năm ngoái | năm qua",
        "next year": "năm tới | năm sau",
        "whole year": "[trong ](cả|toàn) năm",
        "this month": "tháng này",
        "this quarter": "quý này",
        "year before": "cùng kỳ[ của][ năm] (trước|ngoái) | cùng kỳ năm (trước|ngoái)[ đó] "
        "| cùng kỳ[ năm (trước|ngoái)] | năm trước[ đó] | (cùng|tháng cùng) (tháng|quý) năm (trước|ngoái) "
        "| tháng cùng kỳ | một năm (trước|trước đó) | năm liền trước | cùng thời điểm năm (trước|ngoái)",
        "same": "cùng kỳ[ của][ năm] {year} | cùng kỳ {year} | cùng (tháng|quý|thời điểm) năm {year}",
        "month before": "tháng trước[ đó] | tháng liền trước",
        "quarter before": "quý trước[ đó] | quý liền trước",
        "week before": "tuần trước[ đó]",
        "before": "kỳ trước",
        "on year": "theo năm | tính theo năm | YoY",
        "on month": "theo tháng",
        "on quarter": "theo quý",
    },
    roles={
        "rise": "tăng[ thêm] | tăng trưởng "
        "| tăng (tới|đến|mạnh|nhẹ|khá|cao|nhanh|vọt|đều|bình quân|trung bình|khoảng|gần|hơn|trên) "
        "| mức tăng[ trưởng] | tốc độ tăng[ trưởng] | đà tăng | cao hơn | nhiều hơn | lớn hơn | nhỉnh hơn "
        "| vượt | gia tăng | mở rộng | nhích (lên|thêm) | bật tăng | phục hồi | cộng thêm | bổ sung thêm "
        "| nới rộng",
        "fall": "giảm[ (thêm|bớt)] | giảm (mạnh|nhẹ|sâu|khoảng|gần|hơn|trên|tới|đến) | mức giảm | sụt giảm "
        "| suy giảm | tăng trưởng âm | thấp hơn | ít hơn | nhỏ hơn | kém | thu hẹp | hụt | cắt giảm | hạ "
        "| tinh giản | tinh giảm | mất | lùi | hao hụt | sụt | rớt",
        "rise behind": "cao hơn | nhiều hơn | lớn hơn",
        "fall behind": "thấp hơn | ít hơn",
        "to": "lên | xuống | còn | đạt | lên (mức|tới|đến|thành) | xuống (mức|còn|tới|dưới) "
        "| (tăng|giảm) (lên|xuống|còn)[ mức] | tăng lên | giảm xuống | giảm còn | ở mức | ở ngưỡng | đạt mức "
        "| chỉ còn | (đạt|lên|ở) (ngưỡng|mốc) | vượt (mốc|ngưỡng) | quy mô | tiến sát mốc | lần đầu vượt",
        "level": "đạt | ước đạt | là | có | bằng | chỉ có | chỉ đạt | thu được | thu về | đạt tới "
        "| đạt trị giá | trị giá | giá trị | tổng cộng | dao động | ghi nhận | hiện có | gồm | với "
        "| ước tính[ đạt] | đã có | ở mức | được | cán mốc | tổng số | mức | tổng vốn | thiệt hại",
        "growth": "tốc độ tăng[ trưởng] | mức tăng[ trưởng] | tăng trưởng | (lạm phát|CPI) bình quân[ tăng] "
        "| tốc độ phát triển",
        "rate": "thất nghiệp | tỷ lệ | tỉ lệ | lãi suất | tỷ suất | tỉ suất | tỷ giá | biên lợi nhuận "
        "| công suất sử dụng | lạm phát",
        "share": "chiếm[ (tỷ trọng|tỉ trọng|khoảng|gần|hơn|tới|đến)] | tỷ trọng | tỉ trọng | thị phần "
        "| chiếm tỷ lệ | chiếm tỉ lệ | cơ cấu",
        "share behind": "tổng | trong tổng | của tổng | dự toán | kế hoạch | kim ngạch | GDP | GRDP | vốn "
        "| diện tích | dân số | số | sản lượng | giá trị | doanh thu | thị trường | doanh nghiệp | hộ "
        "| trẻ | người | (bệnh nhân|học sinh|sinh viên|phụ nữ|lao động|khách hàng) | ca | trường hợp | xã",
        "contribution": "đóng góp | làm | góp phần làm tăng | làm (tăng|giảm)[ mức tăng chung] "
        "| tác động làm (tăng|giảm) | kéo (giảm|lùi) | đẩy | góp",
        "ratio": "gấp | gấp hơn | bằng | tương đương | gấp khoảng | gấp gần | vượt",
        "ratio behind": "so với | kế hoạch | dự toán",
        "mean": "bình quân | trung bình",
        "surplus": "xuất siêu | thặng dư | bội thu",
        "deficit": "nhập siêu | thâm hụt | bội chi | lỗ",
        "same": "tương đương | tương ứng | tức | hay | tức là | nghĩa là",
        "compare": "so với[ (mức|con số|mục tiêu|cả)] | so (cùng|tháng|với|vụ|hè thu|đông xuân)[ mức] "
        "| từ mức | hơn so với",
        "since": "kể từ",
        "from": "từ",
        "as of": "đến | tính đến | tới | cho đến | kể đến | đến hết | tại thời điểm | (đến|tới|tính đến) thời điểm",
        "respectively": "lần lượt",
        "revise": "điều chỉnh (từ|lên|xuống) | được điều chỉnh",
    },
    per={
        "year": "/năm | (mỗi|một|hàng|hằng)[ một] năm | bình quân năm | bình quân mỗi năm | theo năm "
        "| bình quân hàng năm | bình quân hằng năm",
        "quarter": "/quý | (mỗi|một|hàng|hằng) quý",
        "month": "/tháng | (mỗi|một|hàng|hằng)[ một] tháng | bình quân tháng",
        "week": "/tuần | (mỗi|một|hàng|hằng) tuần",
        "day": "/ngày | (mỗi|một|hàng|hằng) ngày",
    },
    statuses={
        "target": "mục tiêu | phấn đấu | chỉ tiêu | đặt ra | kế hoạch (là|đạt|đề ra) | đề ra | hướng tới "
        "| quyết tâm | đề xuất",
        "forecast": "dự báo | kịch bản | dự kiến | kỳ vọng | triển vọng "
        "| sẽ (tăng|giảm|đạt|là|còn|lên|xuống|vượt|ở)[ mức] | có thể (tăng|giảm|đạt|là|còn|lên|xuống|vượt) "
        "| nhiều khả năng | ước sẽ",
        "estimate": "ước | ước tính | ước đạt | ước thực hiện | số ước | ước khoảng | ước tăng | ước giảm",
        "provisional": "sơ bộ",
        "final": "chính thức | số liệu chính thức | quyết toán",
        "revised": "điều chỉnh lại | số liệu điều chỉnh | đã điều chỉnh | được điều chỉnh (lên|xuống|thành)",
    },
    numbers={
        "một": 1,
        "hai": 2,
        "ba": 3,
        "bốn": 4,
        "năm": 5,
        "sáu": 6,
        "bảy": 7,
        "tám": 8,
        "chín": 9,
        "mười": 10,
        "mười một": 11,
        "mười hai": 12,
    },
    ordinals={"đầu": 1, "cuối": 2, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4},
    abbreviations="TP | Tp | ThS | TS | PGS | GS | tr | v.v",
    breaks="trong khi | nhưng | tuy nhiên | song | còn | và | trong đó | đồng thời | với",
    small="trong | và | của | là | với | cho | các | những | ở | tại | theo | đó | này | mức | đã | được | có "
    "| cũng | thì | mà | về | khi | còn | trong đó | theo đó | đến | vào | ước | khoảng | tính | cả | so "
    "| riêng | chỉ | vẫn | tiếp tục | từ",
    pronouns="nó | chúng | họ | chúng tôi | chúng ta | đây | điều | con số | số | cái | tất cả",
)
