"""Short agreements into which a test puts one clause, as ``{clause}``; the test adds how the paper closes."""

from __future__ import annotations

POS = (
    "商户服务协议\n"
    "甲方：某某支付有限公司（收单机构）\n"
    "乙方：某某商行（特约商户）\n"
    "甲方为乙方提供收单服务，双方约定如下：\n"
    "第一条 甲方向乙方提供终端一台，乙方交纳押金300元。\n"
    "第二条 协议终止后，乙方交还终端的，甲方在10个工作日内退还押金。\n"
    "第三条 {clause}\n"
)
LEASE = (
    "商铺租赁合同\n"
    "出租方（甲方）：某某置业有限公司\n"
    "承租方（乙方）：某某小吃店\n"
    "第一条 甲方将商铺出租给乙方，租期三年，月租金5000元，按季支付，押金10000元。\n"
    "第二条 租赁期满，乙方结清水电费后，甲方7日内退还押金。\n"
    "第三条 {clause}\n"
)
