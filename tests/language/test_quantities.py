"""Quantities in contract Chinese, case by case.

Each line of a table is a text and what it holds: `text => kind figure value unit extras`, a dash where there is none;
a text that holds several has them on indented lines below it.
"""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contract_scan.language.quantities import Quantity, find_quantities
from contract_scan.language.quantities.scan import _find

MONEY = """
押500，退机就退 => money 500 500 元
屏坏扣70，别的不扣 => money 70 70 元
押金299元 => money 299元 299 元
押金299块一分不少退给您 => money 299块 299 元
先交299当押金 => money 299 299 元
交199押金 => money 199 199 元
交299返599 => money 299 299 元
设备履约金1,200/台 => money 1,200/台 1200 元 per=台
刷一百块收三毛八，多退少补 => rate 刷一百块收三毛八 0.0038 每百元
¥299.00 => money ¥299.00 299 元
RMB299 => money RMB299 299 元
人民币299元 => money 人民币299元 299 元
人民币贰佰玖拾玖元整（¥299.00） => money 人民币贰佰玖拾玖元整（¥299.00） 299 元
人民币贰佰玖拾玖元整（¥300.00） =>
  money 人民币贰佰玖拾玖元整（¥300.00） 299 元 doubtful=小写与大写不一致：小写300元，大写299元
叁佰圆整 => money 叁佰圆整 300 元
二百九十九元 => money 二百九十九元 299 元
二九九元 => money 二九九元 299 元
88万 => money 88万 880000 元
88万元 => money 88万元 880000 元
1.5万 => money 1.5万 15000 元
十万元 => money 十万元 100000 元
三百块 => money 三百块 300 元
3千 => money 3千 3000 元
299块钱 => money 299块钱 299 元
0.1元 => money 0.1元 0.1 元
5,000元 => money 5,000元 5000 元
五角 => money 五角 0.5 元
3毛 => money 3毛 0.3 元
50分 => money 50分 0.5 元
满88w => money 88w 880000 元 bound=at_least
600元 => money 600元 600 元
299元/台 => money 299元/台 299 元 per=台
每台299元 => money 299元 299 元 per=台
3000元/户 => money 3000元/户 3000 元 per=户
1元/笔 => money 1元/笔 1 元 per=笔
每笔2元 => money 2元 2 元 per=笔
12元/月 => money 12元/月 12 元 per=月
每年72元 => money 72元 72 元 per=年
流量费一年60 => money 60 60 元 per=年
服务费一年120 => money 120 120 元 per=年
20元封顶 => money 20元 20 元 bound=cap
封顶25元 => money 25元 25 元 bound=cap
最高15元 => money 15元 15 元 bound=cap
单笔最高不超过20元 => money 20元 20 元 per=笔 bound=cap
手续费每笔20元以内 => money 20元 20 元 per=笔 bound=cap
单笔1,000元以内 => money 1,000元 1000 元 per=笔 bound=at_most
封顶值为20元/笔 => money 20元/笔 20 元 per=笔 bound=cap
顶天了25块一回 => money 25块一回 25 元 per=次 bound=cap
每笔至少五分钱 => money 五分钱 0.05 元 per=笔 bound=min
2元一卷 => money 2元一卷 2 元 per=卷
每箱九十元 => money 九十元 90 元 per=箱
15/店/月 => money 15/店/月 15 元 per=店/月
一年48，头年不要 => money 48 48 元 per=年
人民币三百（300）元 => money 人民币三百（300）元 300 元
最低0.1元 => money 0.1元 0.1 元 bound=min
每笔不低于1元 => money 1元 1 元 per=笔 bound=min
满88万元 => money 88万元 880000 元 bound=at_least
不少于100元 => money 100元 100 元 bound=at_least
交易额达到5万元以上 => money 5万元 50000 元 bound=at_least
不超过500元 => money 500元 500 元 bound=at_most
3万元以下 => money 3万元 30000 元 bound=at_most
低于5000元 => money 5000元 5000 元 bound=under
100-300元 => money 100-300元 100 元 upper=300
100元至300元 => money 100元至300元 100 元 upper=300
六〇〇元 => money 六〇〇元 600 元
每年（自然年）交易不低于5000元 => money 5000元 5000 元 per=年 bound=at_least
2.1年费120元 => money 120元 120 元
未达到88万元的 => money 88万元 880000 元 bound=under
5元/台/月 => money 5元/台/月 5 元 per=台/月
每台每月5元 => money 5元 5 元 per=台/月
100余元 => money 100余元 100 元 bound=over
一至三万元 => money 一至三万元 10000 元 upper=30000
1-3万元 => money 1-3万元 10000 元 upper=30000
50万至100万元 => money 50万至100万元 500000 元 upper=1000000
约人民币3万5千元 => money 人民币3万5千元 35000 元
一笔2元 => money 2元 2 元 per=笔
2元一笔 => money 2元一笔 2 元 per=笔
三块五 => money 三块五 3.5 元
5元5角 => money 5元5角 5.5 元
五块钱 => money 五块钱 5 元
人民币（大写）叁佰元整（小写：300元） => money 人民币（大写）叁佰元整（小写：300元） 300 元
（大写）贰佰玖拾玖元整，小写¥299 => money （大写）贰佰玖拾玖元整，小写¥299 299 元
押金299元（大写：贰佰玖拾玖元整） => money 299元（大写：贰佰玖拾玖元整） 299 元
月均交易额3万元 => money 3万元 30000 元 per=月
年费120元 => money 120元 120 元 per=年
月租15元 => money 15元 15 元 per=月
单笔1000元以上 => money 1000元 1000 元 per=笔 bound=at_least
交易额100元（含）以上 => money 100元 100 元 bound=at_least
不含5万元 => money 5万元 50000 元
5万元（不含）以上 => money 5万元 50000 元 bound=over
一万块 => money 一万块 10000 元
100.00元整 => money 100.00元整 100 元
¥1,234.56 => money ¥1,234.56 1234.56 元
合计：人民币壹万贰仟叁佰肆拾伍元陆角柒分（¥12,345.67） =>
  money 人民币壹万贰仟叁佰肆拾伍元陆角柒分（¥12,345.67） 12345.67 元
每季度180元 => money 180元 180 元 per=季度
每半年30元 => money 30元 30 元 per=半年
半年30元 => money 30元 30 元 per=半年
服务费半年30元 => money 30元 30 元 per=半年
一次性支付300元 => money 300元 300 元
299元一次性收取 => money 299元 299 元
不低于（含）100元 => money 100元 100 元 bound=at_least
最低每笔1元 => money 1元 1 元 per=笔 bound=min
每笔封顶50元 => money 50元 50 元 per=笔 bound=cap
每笔不低于100元的交易 => money 100元 100 元 per=笔 bound=at_least
刷卡满88w退押金 => money 88w 880000 元 bound=at_least
押金299元（大写：贰佰玖拾玖元整），可退 => money 299元（大写：贰佰玖拾玖元整） 299 元
200分兑换1元 => money 1元 1 元
最高支付违约金人民币壹拾万元 => money 人民币壹拾万元 100000 元 bound=cap
每月交易满5000元 => money 5000元 5000 元 per=月 bound=at_least
押金：叁佰元整（￥300.00元） => money 叁佰元整（￥300.00元） 300 元
押金为人民币：299.00元 => money 人民币：299.00元 299 元
押金￥299/台 => money ￥299/台 299 元 per=台
押金299/台 => money 299/台 299 元 per=台
年服务费：人民币壹佰贰拾元整 => money 人民币壹佰贰拾元整 120 元 per=年
SIM卡流量费36元/半年 => money 36元/半年 36 元 per=半年
通讯费每台每年60元 => money 60元 60 元 per=台/年
流量费48元/年/台 => money 48元/年/台 48 元 per=年/台
封顶20元/笔 => money 20元/笔 20 元 per=笔 bound=cap
借记卡封顶25元每笔 => money 25元每笔 25 元 per=笔 bound=cap
日累计限额5万元 => money 5万元 50000 元 per=日
单笔不超过5万元的交易 => money 5万元 50000 元 per=笔 bound=at_most
300-500元不等 => money 300-500元 300 元 upper=500
二十万元 => money 二十万元 200000 元
流水达到30万以上 => money 30万 300000 元 bound=at_least
刷够50w => money 50w 500000 元 bound=at_least
刷满3万5 => money 3万5 35000 元 bound=at_least
一百元以下 => money 一百元 100 元 bound=at_most
1.押金299元 => money 299元 299 元
人民币（大写）：贰佰元整（￥200） => money 人民币（大写）：贰佰元整（￥200） 200 元
每次5元 => money 5元 5 元 per=次
5元每次 => money 5元每次 5 元 per=次
200元每单 => money 200元每单 200 元 per=单
赔偿机具成本600元/台 => money 600元/台 600 元 per=台
三千元 => money 三千元 3000 元
八千块 => money 八千块 8000 元
月交易额不得低于贰万元 => money 贰万元 20000 元 per=月 bound=at_least
壹佰元 => money 壹佰元 100 元
壹仟贰佰叁拾肆元伍角陆分 => money 壹仟贰佰叁拾肆元伍角陆分 1234.56 元
十五块 => money 十五块 15 元
两块五 => money 两块五 2.5 元
500元人民币 => money 500元人民币 500 元
每笔不低于100元 => money 100元 100 元 per=笔 bound=min
机器丢了赔800块 => money 800块 800 元
一共620元 => money 620元 620 元
20～30元 => money 20～30元 20 元 upper=30
约500元 => money 500元 500 元
0元 => money 0元 0 元
0.00元 => money 0.00元 0 元
押金__299__元 => money 299__元 299 元
≥88万元 => money 88万元 880000 元 bound=at_least
9.9元 => money 9.9元 9.9 元
"""

FOREIGN = """
处理费20美元 => foreign_money 20美元 20 USD
每笔0.3美元 => foreign_money 0.3美元 0.3 USD per=笔
US$50/笔 => foreign_money US$50/笔 50 USD per=笔
提现最低HK$30 => foreign_money HK$30 30 HKD bound=min
年费1,200港币 => foreign_money 1,200港币 1200 HKD per=年
押金500欧元 => foreign_money 500欧元 500 EUR
"""

RATE = """
刷卡千6 => rate 千6 0.006 千分之
扫码千3.8 => rate 千3.8 0.0038 千分之
0.6% => rate 0.6% 0.006 %
0.60% => rate 0.60% 0.006 %
百分之零点六 => rate 百分之零点六 0.006 百分之
百分之三十 => rate 百分之三十 0.3 百分之
千分之六 => rate 千分之六 0.006 千分之
千分之5.5 => rate 千分之5.5 0.0055 千分之
6‰ => rate 6‰ 0.006 ‰
万分之五 => rate 万分之五 0.0005 万分之
按万五收 => rate 万五 0.0005 万分之
万五八 => rate 万五八 0.00058 万分之
日万分之五点八 => rate 万分之五点八 0.00058 万分之 per=日
60BP => rate 60BP 0.006 BP
60个基点 => rate 60个基点 0.006 BP
0.38个点 => rate 0.38个点 0.0038 个点
3个点 => rate 3个点 0.03 个点
每万元38元 => rate 每万元38元 0.0038 每万元
刷1万45元 => rate 刷1万45元 0.0045 每万元
日万分之五 => rate 万分之五 0.0005 万分之 per=日
每日0.05% => rate 0.05% 0.0005 % per=日
20%以上 => rate 20% 0.2 % bound=at_least
年利率4.35% => rate 4.35% 0.0435 % per=年
千六 => rate 千六 0.006 千分之
按千六收费 => rate 千六 0.006 千分之
费率万分之6.5 => rate 万分之6.5 0.00065 万分之
刷1万38 => rate 刷1万38 0.0038 每万元
每日0.05%的违约金 => rate 0.05% 0.0005 % per=日
按日0.05% => rate 0.05% 0.0005 % per=日
违约金为押金的30% => rate 30% 0.3 %
不超过30% => rate 30% 0.3 % bound=at_most
30%-50% => rate 30%-50% 0.3 % upper=0.5
0.38%至0.60% => rate 0.38%至0.60% 0.0038 % upper=0.006
千分之三至千分之五 => rate 千分之三至千分之五 0.003 千分之 upper=0.005
刷卡手续费按交易金额的千分之六收取 => rate 千分之六 0.006 千分之
逾期每日按应付金额的0.03%支付违约金 => rate 0.03% 0.0003 % per=日
按合同总额20%承担违约金 => rate 20% 0.2 %
1‰ => rate 1‰ 0.001 ‰
每日千分之一 => rate 千分之一 0.001 千分之 per=日
月利率1.5% => rate 1.5% 0.015 % per=月
万分之三/日 => rate 万分之三 0.0003 万分之 per=日
0.05%/日 => rate 0.05% 0.0005 % per=日
5%的年利率 => rate 5% 0.05 %
优惠费率0.38 => rate 0.38 0.0038 %
3%～5% => rate 3%～5% 0.03 % upper=0.05
3%—5% => rate 3%—5% 0.03 % upper=0.05
百分之二十 => rate 百分之二十 0.2 百分之
年化收益百分之五点二 => rate 百分之五点二 0.052 百分之
三个点 => rate 三个点 0.03 个点
一个点 => rate 一个点 0.01 个点
手续费3个点 => rate 3个点 0.03 个点
费率低至0.38% => rate 0.38% 0.0038 %
涨至0.63% => rate 0.63% 0.0063 %
上浮10% => rate 10% 0.1 %
90%以上 => rate 90% 0.9 % bound=at_least
低于80% => rate 80% 0.8 % bound=under
每刷1万元手续费60元 => rate 每刷1万元手续费60元 0.006 每万元
刷一万块扣六十 => rate 刷一万块扣六十 0.006 每万元
百分之零点三八 => rate 百分之零点三八 0.0038 百分之
6%至10% => rate 6%至10% 0.06 % upper=0.1
百分之百 => rate 百分之百 1 百分之
百分之百退还 => rate 百分之百 1 百分之
费率万五八 => rate 万五八 0.00058 万分之
信用卡万60 => rate 万60 0.006 万分之
扫码统一万38 => rate 万38 0.0038 万分之
储蓄卡万五十 => rate 万五十 0.005 万分之
一万块收66块 => rate 一万块收66块 0.0066 每万元
每一百元收三角五分 => rate 每一百元收三角五分 0.0035 每百元
每收款100元收0.55元 => rate 每收款100元收0.55元 0.0055 每百元
一千块收三块八 => rate 一千块收三块八 0.0038 每千元
节假日加收0.05% => rate 0.05% 0.0005 %
万分之五点八 => rate 万分之五点八 0.00058 万分之
"""

DURATION = """
三十（30）日 => duration 三十（30）日 30 day
叁拾（30）个工作日 => duration 叁拾（30）个工作日 30 working_day working=True
30（三十）天内 => duration 30（三十）天 30 day bound=at_most
30个工作日 => duration 30个工作日 30 working_day working=True
三十日 => duration 三十日 30 day
5天 => duration 5天 5 day
3个月 => duration 3个月 3 month
三个月 => duration 三个月 3 month
一年 => duration 一年 1 year
半年 => duration 半年 0.5 year
提前半个月通知 => duration 半个月 0.5 month
两年 => duration 两年 2 year
24个月 => duration 24个月 24 month
180日 => duration 180日 180 day
一百八十日 => duration 一百八十日 180 day
48小时 => duration 48小时 48 hour
四十八小时 => duration 四十八小时 48 hour
T+1 => duration T+1 1 T+n working=True
D+0 => duration D+0 0 T+n working=False
一个月内 => duration 一个月 1 month bound=at_most
30日内 => duration 30日 30 day bound=at_most
七个自然日 => duration 七个自然日 7 day working=False
一周 => duration 一周 1 week
两个季度 => duration 两个季度 2 quarter
第100天 => duration 100天 100 day ordinal=True
第二年 => duration 二年 2 year ordinal=True
第3个月 => duration 3个月 3 month ordinal=True
1年期 => duration 1年期 1 year
自激活之日起180日内 => duration 180日 180 day bound=at_most from_event=激活
协议终止后30个工作日内 => duration 30个工作日 30 working_day bound=at_most working=True from_event=协议终止
收到终端之日起5日内 => duration 5日 5 day bound=at_most from_event=收到终端
签约后7日内 => duration 7日 7 day bound=at_most from_event=签约
1、30日内退还 => duration 30日 30 day bound=at_most
5.2 三日内 => duration 三日 3 day bound=at_most
提前30日书面通知 => duration 30日 30 day
不满12个月的 => duration 12个月 12 month bound=under
三十多天 => duration 三十多天 30 day bound=over
三五天 => duration 三五天 3 day upper=5
D1到账 => duration D1 1 T+n working=False
本协议终止后，乙方应在30个工作日内退还押金 =>
  duration 30个工作日 30 working_day bound=at_most working=True from_event=协议终止
自甲方收到乙方书面通知之日起，三十日内 => duration 三十日 30 day bound=at_most from_event=收到乙方书面通知
自激活之日起连续12个月 => duration 12个月 12 month from_event=激活
首笔交易后30日 => duration 30日 30 day from_event=首笔交易
满三月 => duration 三月 3 month bound=at_least
不超过3个工作日 => duration 3个工作日 3 working_day bound=at_most working=True
两三天 => duration 两三天 2 day upper=3
3日至5日 => duration 3日至5日 3 day upper=5
T+1个工作日到账 => duration T+1个工作日 1 T+n working=True
任意30天内 => duration 30天 30 day bound=at_most
自本协议签署之日起满180个自然日 => duration 180个自然日 180 day bound=at_least working=False from_event=协议签署
180天（含）以上未交易 => duration 180天 180 day bound=at_least
连续90天无交易 => duration 90天 90 day
超过十五日未处理 => duration 十五日 15 day bound=over
提前至少30天书面通知 => duration 30天 30 day bound=at_least
应至少提前十五个工作日 => duration 十五个工作日 15 working_day bound=at_least working=True
甲方收到退还的终端后15个工作日内 =>
  duration 15个工作日 15 working_day bound=at_most working=True from_event=收到退还的终端
设备签收之日起7天无理由 => duration 7天 7 day from_event=设备签收
注销申请审核通过后T+7个工作日 => duration T+7个工作日 7 T+n working=True
在协议期满前三十日内 => duration 三十日 30 day bound=at_most
第12个月起 => duration 12个月 12 month ordinal=True
24小时 => duration 24小时 24 hour
二十四小时内 => duration 二十四小时 24 hour bound=at_most
5分钟内 => duration 5分钟 5 minute bound=at_most
免收3个月 => duration 3个月 3 month
两年内 => duration 两年 2 year bound=at_most
三年期 => duration 三年期 3 year
①30日内 => duration 30日 30 day bound=at_most
10至15个工作日 => duration 10至15个工作日 10 working_day upper=15 working=True
一周内 => duration 一周 1 week bound=at_most
两个星期 => duration 两个星期 2 week
3周 => duration 3周 3 week
协议到期前30天 => duration 30天 30 day
三个半月 => duration 三个半月 3.5 month
一年半 => duration 一年半 1.5 year
半个月 => duration 半个月 0.5 month
半小时内 => duration 半小时 0.5 hour bound=at_most
D+1 => duration D+1 1 T+n working=False
T+0 => duration T+0 0 T+n working=True
T1 => duration T1 1 T+n working=True
每三个月 => duration 三个月 3 month
15日前 => duration 15日 15 day
"""

COUNT = """
LPR的4倍 => count 4倍 4 倍
1.5倍 => count 1.5倍 1.5 倍
5笔 => count 5笔 5 笔
不少于15笔 => count 15笔 15 笔 bound=at_least
两次 => count 两次 2 次
3台 => count 3台 3 台
每月不低于10笔 => count 10笔 10 笔 per=月 bound=at_least
12期 => count 12期 12 期
三倍 => count 三倍 3 倍
88万笔 => count 88万笔 880000 笔
双倍返还 => count 双倍 2 倍
至多2次 => count 2次 2 次 bound=at_most
第3期 => count 3期 3 期 ordinal=True
分12期 => count 12期 12 期
二维码两张 => count 两张 2 张
违约金为日交易额的三倍 => count 三倍 3 倍
单日交易超过50笔 => count 50笔 50 笔 per=日 bound=over
每天不超过20笔 => count 20笔 20 笔 per=日 bound=at_most
第二期押金 => count 二期 2 期 ordinal=True
不低于5笔/月 => count 5笔 5 笔 per=月 bound=at_least
5笔/月 => count 5笔 5 笔 per=月
3次/年 => count 3次 3 次 per=年
每半年一次 => count 一次 1 次 per=半年
12期免息 => count 12期 12 期
三期 => count 三期 3 期
一期工程 => count 一期 1 期
三户 => count 三户 3 户
三次以上 => count 三次 3 次 bound=at_least
一份 => count 一份 1 份
第三次 => count 三次 3 次 ordinal=True
"""

BLANK = """
____元 => blank ____元 - 元
＿＿ => blank ＿＿ - -
【】元 => blank 【】元 - 元
「」元 => blank 「」元 - 元
（）元 => blank （）元 - 元
____% => blank ____% - %
¥____ => blank ¥____ - 元
￥________元 => blank ￥________元 - 元
人民币____元 => blank 人民币____元 - 元
每年____元 => blank ____元 - 元 per=年
押金（）元 => blank （）元 - 元
_____元/台 => blank _____元/台 - 元 per=台
____万____仟____佰____拾____元整 => blank ____万____仟____佰____拾____元整 - 元
____佰____拾元/月 => blank ____佰____拾元/月 - 元 per=月
__万元 => blank __万元 - 元
（　　）个月 => blank （　　）个月 - month
"""

DATE = """
2025年6月1日 => date 2025年6月1日 - date iso=2025-06-01
2025年 => date 2025年 - date iso=2025
二〇二五年六月一日 => date 二〇二五年六月一日 - date iso=2025-06-01
2025-06-01 => date 2025-06-01 - date iso=2025-06-01
2025年13月40日 => date 2025年13月40日 - date doubtful=没有这一天
2025年2月30日 => date 2025年2月30日 - date doubtful=没有这一天
一月一日 => date 一月一日 - date iso=--01-01
4月1日 => date 4月1日 - date iso=--04-01
2025/6/1 => date 2025/6/1 - date iso=2025-06-01
2025.6.1 => date 2025.6.1 - date iso=2025-06-01
2025年6月 => date 2025年6月 - date iso=2025-06
二〇二五年 => date 二〇二五年 - date iso=2025
12月31日 => date 12月31日 - date iso=--12-31
"""

DAY_OF_MONTH = """
次月10号 => day_of_month 10号 10 次月
每月25日 => day_of_month 25日 25 每月 per=月
每月25日至30日 => day_of_month 25日至30日 25 每月 per=月 upper=30
乙方应于每月5日前支付 => day_of_month 5日 5 每月 per=月
次月15日前 => day_of_month 15日 15 次月
每个月的10号 => day_of_month 10号 10 每月 per=月
"""

SEVERAL = """
0.55%+3元/笔 =>
  rate 0.55% 0.0055 %
  money 3元/笔 3 元 per=笔
费率0.55/0.38 =>
  rate 0.55 0.0055 %
  rate 0.38 0.0038 %
流量费每年60元，自激活满90日后收取 =>
  money 60元 60 元 per=年
  duration 90日 90 day bound=at_least from_event=激活
押金99、199或299元 =>
  money 99 99 元
  money 199 199 元
  money 299元 299 元
每笔0.6%+3 =>
  rate 0.6% 0.006 % per=笔
  money 3 3 元 per=笔
费率0.6+3 =>
  rate 0.6 0.006 %
  money 3 3 元 per=笔
0.55%封顶20 =>
  rate 0.55% 0.0055 %
  money 20 20 元 bound=cap
2025年6月1日起至2026年5月31日止 =>
  date 2025年6月1日 - date iso=2025-06-01
  date 2026年5月31日 - date iso=2026-05-31
单日限额5万元，单笔限额2万元 =>
  money 5万元 50000 元 per=日
  money 2万元 20000 元 per=笔
90天后退还299元 =>
  duration 90天 90 day
  money 299元 299 元
3年以上5年以下 =>
  duration 3年 3 year bound=at_least
  duration 5年 5 year bound=at_most
可选3、6、12个月 =>
  duration 3 3 month
  duration 6 6 month
  duration 12个月 12 month
贷记卡费率0.60%,借记卡0.50%(20元封顶) =>
  rate 0.60% 0.006 %
  rate 0.50% 0.005 %
  money 20元 20 元 bound=cap
扫码费率为0.38%，单笔最低0.01元 =>
  rate 0.38% 0.0038 %
  money 0.01元 0.01 元 per=笔 bound=min
借记卡0.55%，最高不超过25元 =>
  rate 0.55% 0.0055 %
  money 25元 25 元 bound=cap
首刷299元自动冻结，激活后30天内返还 =>
  money 299元 299 元
  duration 30天 30 day bound=at_most from_event=激活
累计交易满20万元且不少于180天 =>
  money 20万元 200000 元 bound=at_least
  duration 180天 180 day bound=at_least
连续三个月月交易额不低于1万元 =>
  duration 三个月 3 month
  money 1万元 10000 元 per=月 bound=at_least
本合同有效期为三年，自2025年1月1日起至2027年12月31日止 =>
  duration 三年 3 year
  date 2025年1月1日 - date iso=2025-01-01
  date 2027年12月31日 - date iso=2027-12-31
每笔0.6%+3元 =>
  rate 0.6% 0.006 % per=笔
  money 3元 3 元 per=笔
一式两份，甲乙双方各执一份 =>
  count 两份 2 份
  count 一份 1 份
终端押金人民币500元/台，共2台，合计1000元 =>
  money 人民币500元/台 500 元 per=台
  count 2台 2 台
  money 1000元 1000 元
押金199元/299元/399元 =>
  money 199元 199 元
  money 299元 299 元
  money 399元 399 元
交易量满10万元后返还押金的50% =>
  money 10万元 100000 元 bound=at_least
  rate 50% 0.5 %
扫码费率0.38，刷卡0.6 =>
  rate 0.38 0.0038 %
  rate 0.6 0.006 %
不足一个月按一个月计算 =>
  duration 一个月 1 month bound=under
  duration 一个月 1 month
第一年免费，第二年起每年60元 =>
  duration 一年 1 year ordinal=True
  duration 二年 2 year ordinal=True
  money 60元 60 元 per=年
50元代金券2张 =>
  money 50元 50 元
  count 2张 2 张
人民币（大写）：__________（小写：____元） =>
  blank 人民币（大写）：__________ - 元
  blank ____元 - 元
1个月以上3个月以下 =>
  duration 1个月 1 month bound=at_least
  duration 3个月 3 month bound=at_most
由0.6%上调至0.63% =>
  rate 0.6% 0.006 %
  rate 0.63% 0.0063 %
每满一万返10元 =>
  money 一万 10000 元 bound=at_least
  money 10元 10 元
连续12个月每月不少于10笔 =>
  duration 12个月 12 month
  count 10笔 10 笔 per=月 bound=at_least
每满1年退100元 =>
  duration 1年 1 year bound=at_least
  money 100元 100 元 per=年
收款码1张、终端1台 =>
  count 1张 1 张
  count 1台 1 台
"""

NOTHING = (
    "不收一分钱",
    "第五条",
    "5.2",
    "（一）",
    "1、",
    "一次性",
    "一方一切一经任一统一一致万一千万别十分三方两联",
    "400-000-0000",
    "13800000000",
    "六〇〇",
    "十分重要",
    "同一台终端、任一笔交易、每一笔",
    "7×24小时客服",
    "三月",
    "500美洲币",
    "4G流量卡",
    "A8元",
    "18:00-20:00",
    "6222021234567890123",
    "押金条款见第5.2条",
    "附件3",
    "满18周岁",
    "3人",
    "电话95516",
    "2025〕259号",
    "上半年",
    "S3型终端",
    "终端N910",
    "户名",
    "同一天",
    "每天",
    "每月",
    "每年",
    "每一年",
    "首次",
    "再次",
    "次日",
    "一切费用",
    "第三方",
    "近万元",
    "上百元",
    "几百元",
    "数万元",
    "万元",
    "百元",
    "1,00元",
)


EXTRAS = ("per", "bound", "upper", "working", "from_event", "doubtful", "ordinal", "iso")


def said(quantity: Quantity) -> str:
    """A quantity in the notation of the tables, every field that is set."""
    value = "-" if quantity.value is None else str(quantity.value)
    extras = [(name, getattr(quantity, name)) for name in EXTRAS]
    shown = [f"{name}={value}" for name, value in extras if value is not None and (name, value) != ("ordinal", False)]
    return " ".join([quantity.kind, quantity.text, value, quantity.unit or "-", *shown])


def cases(*tables: str) -> list[tuple[str, list[str]]]:
    read: list[tuple[str, list[str]]] = []
    for line in "\n".join(tables).splitlines():
        if line.startswith("  "):
            read[-1][1].append(line.strip())
        elif line:
            text, _, expected = line.partition(" =>")
            read.append((text, [expected.strip()] if expected else []))
    return read


TABLES = (MONEY, RATE, DURATION, COUNT, BLANK, DATE, DAY_OF_MONTH, SEVERAL)


@pytest.mark.parametrize(
    ("text", "expected"), cases(*TABLES), ids=lambda value: value if isinstance(value, str) else ""
)
def test_it_reads_the_figure_as_it_is_meant(text: str, expected: list[str]) -> None:
    assert [said(quantity) for quantity in find_quantities(text)] == expected


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_quantity_is_left_alone(text: str) -> None:
    assert find_quantities(text) == ()


@pytest.mark.parametrize(("text", "expected"), cases(MONEY, FOREIGN, RATE, DURATION, COUNT)[::5])
def test_a_figure_is_read_the_same_inside_a_text(text: str, expected: list[str]) -> None:
    found = find_quantities(f"第五条　费用。\n{text}。\n双方另行约定。")
    assert [said(quantity) for quantity in found] == expected


@given(st.text(st.sampled_from("押金元万千百半双倍每年月T+D1一【】（） _＿退至")))
@settings(max_examples=400)
def test_a_text_that_is_not_looked_into_holds_no_quantity(text: str) -> None:
    assert find_quantities(text) == _find(text)


def test_offsets_and_values_are_exact() -> None:
    text = "押金299.10元，费率0.60%。"
    money, rate = find_quantities(text)
    assert (money.start, money.end, money.value) == (2, 9, Decimal("299.1"))
    assert (rate.start, rate.end, rate.value) == (12, 17, Decimal("0.006"))


def test_a_mark_and_a_figure_may_have_a_space_between_them() -> None:
    (money,) = find_quantities("押金 RMB 299")
    assert (money.text, money.value) == ("RMB 299", 299)


def test_one_sentence_does_not_lend_its_bound_or_period_to_the_next() -> None:
    first, second = find_quantities("每台不超过300元。押金299元")
    assert (first.per, first.bound) == ("台", "cap")
    assert (second.per, second.bound) == (None, None)


@pytest.mark.parametrize("text", ["押金叁佰元、流量费60元", "押金叁佰元，服务费60元", "押金叁佰元，60元"])
def test_two_sums_beside_each_other_stay_two(text: str) -> None:
    assert [(quantity.value, quantity.doubtful) for quantity in find_quantities(text)] == [(300, None), (60, None)]


def test_capitals_that_differ_from_the_figures_are_doubtful() -> None:
    (money,) = find_quantities("押金人民币叁佰元整（¥299.00）")
    assert money.value == 300
    assert money.doubtful is not None
    assert "299" in money.doubtful


WORDS = "工作日 人民币 百分之 万分之 自激活之日起 不超过 以上 封顶 费率 押金 T+ 2025年 每万元 终止后"
CHARACTERS = (
    "0123456789零一二三十百千万两半壹佰拾元角分块%‰年月日天个笔台次期倍第每满内起后至到点之，。、（）()【】_¥+-/.,: \n"
)
PIECES = st.sampled_from([*CHARACTERS, *WORDS.split()])


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=60)))
def test_whatever_the_text_the_quantities_are_sorted_apart_and_inside_it(text: str) -> None:
    end = 0
    for quantity in find_quantities(text):
        assert end <= quantity.start < quantity.end <= len(text)
        assert quantity.text == text[quantity.start : quantity.end]
        assert quantity.value is None or (isinstance(quantity.value, Decimal) and quantity.value.is_finite())
        if quantity.upper is not None:
            assert quantity.value is not None
            assert quantity.value < quantity.upper
        end = quantity.end


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "一",
        "百",
        "1,",
        "1.",
        "_",
        "（",
        "每",
        "自激活之日起",
        "千分之",
        "3元",
        "三日至",
        "1-",
        "、1",
        "万五",
        "￥",
    ],
)
def test_reading_takes_time_in_line_with_the_length(unit: str) -> None:
    text = (unit * 100_000)[:100_000]
    started = time.process_time()
    find_quantities(text)
    # It takes about a second at most; reading in time of the square of the length would take minutes.
    assert time.process_time() - started < 20
