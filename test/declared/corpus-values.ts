/** Values of one line. */
export const plainWords = `
yes y Y N no No NO n on On ON off Off OFF oN true True TRUE tRUE false False FALSE null Null NULL nULL ~ =
0777 0o777 0O17 -0777 +0777 0_7 0_0 00 08 09 09.5 0777.5 007 0 -0 +0 -0.0 +0.0 1_000 1__0 1_ _1 +_5 -_5 1_000.5 5._0
.5_0 ._5 .5__0 .5_ .5e1_0 .1_2_3 0b11 -0b11 +0b11 0b2 0b 0b1_1 0B101 0x1F 0X1f -0x1F +0x1F 0x 0x_1 0xg 0xFFFFFFFFFFFFFFFF
0x1FFFFFFFFFFFFFFFF 0o 0o8 -0o17 -0o_17 01777777777777777777777 02000000000000000000000 9007199254740991
9007199254740992 9007199254740993 -9007199254740993 9223372036854775807 9223372036854775808 -9223372036854775808
-9223372036854775809 18446744073709551615 18446744073709551616 +18446744073709551615 100000000000000000000 2147483648
1e3 1e+3 1E5 1.e3 .1e5 .e5 1e 1e+ 0.1e1 1.5e+3 1e21 1e-7 1e400 -1e400 1e-400 0.000001 5e-324 1.7976931348623157e308
123456789.123456789 0.1 1.0 100.0 5. .5 +.5 -.5 +5 + . .. ...x 1.2.3 1,000 12:30:45 190:20:30 1:1 -1:30 2001-01-01
2001-12-14t21:59:43.10-05:00 .nan .NaN .NAN .inf -.INF +.Inf .Nan nan NaN inf -inf +nan infinity 0x1p4 .0x1 <<
a:b a::b x: :x -x ?x %x @x \`x\` * | > & ! - ? , ] } a,b a]b a}b # a#b ---x $VAR \${VAR} $(VAR) é 日本 😀 ٣ a\u00a0b \u3000
`
  .trim()
  .split(/[ \n]+/);

export const flow = String.raw`
2001-12-14 21:59:43
1 000
!!str 5
!!str yes
!!str
!!str [1]
!!int "5"
!!int "0x10"
!!int 5.5
!!int yes
!!int
!!int 2001-01-01
!!int {a: 1}
!!float 5
!!float "5"
!!float 0x10
!!float 1_0
!!float "1_0.5"
!!float foo
!!float 9007199254740993
!!float 18446744073709551615
!!bool "yes"
!!bool "true"
!!bool 1
!!null ""
!!null x
!!null null
!!timestamp 2001-01-01
!!timestamp x
!!binary aGVsbG8=
!!binary "_w=="
!!binary /w==
!!binary
!!binary aGVsbG8
!!omap [a: 1]
!!set {a}
!!map {a: 1}
!!map [1]
!!seq [1]
!!seq {a: 1}
!!pairs [a: 1]
!!merge x
!<tag:yaml.org,2002:str> 5
!<tag:yaml.org,2002:int> "5"
! 5
! "5"
! yes
"5"
'yes'
"null"
''
""
&x
&x 5
&x yes
&x !!str 5
!!str &x 5
[&y 1, *y]
[&a 1, *a, &a 2, *a]
*nope
&a [*a]
&a {b: *a}
[a:1, "b":2, {c:1}]
{a:1}
{a: http://x:80/y}
[http://x:80/y, a]
[? a : b]
[a: b, c]
[a, b,]
[a,, b]
[,a]
{a: 1,}
{a: 1,, b: 2}
{a, b: , c}
{"a":1}
{"a":yes}
{'a':1, b: 2}
{"a" : 1}
[]
{}
[ ]
[[], {}]
[[a]]
{a: {b: [c]}}
a#b #c
a #b
#c
"a" #c
"a"#c
[a]#c
'it''s'
"a\tb"
"\x41\u00e9\U0001F600"
"\0 \a \b \e \f \v \N \_ \L \P"
"\/"
"\q"
"\ud83d\ude00"
"\U00110000"
"a\\b\"c"
'a\nb'
"a\ "
a | b
- x
? x
: x
a: b
"a": b
{{ .Values.x }}
"{{ .Values.x }}"
x {{ y }} z
{ { a: b } }
{<<: {a: 1, b: 2}, a: 3}
{a: 3, <<: {a: 1, b: 2}}
{<<: [{a: 1}, {a: 2, b: 3}]}
{<<: 5}
{<<: }
{<<: [5]}
{<<: []}
{<<: [[{a: 1}]]}
{"<<": {a: 1}}
{!!merge "<<": {a: 1}}
{!!str <<: {a: 1}}
{<<: {<<: {a: 1}, b: 2}, c: 3}
{a: {b: 1}, <<: {a: {c: 2}}}
{<<: {a: 1}, <<: {a: 2}}
{yes: a, off: b}
{0x10: a, 010: b, -1: c}
{1.5: a, 1e+3: b, 0.1: c, 1e-7: d, 123456789.5: e}
{1.0: a, 100.0: b, 1000000.0: c, 999999.5: d, 0.0001: e, 0.00001: f, 16777217.0: g, 33554432.0: h, -0.0: i, 3.5e38: j}
{1e-46: k, 0.333333333333: l, 1e100: m, 12345.6789: n}
{.inf: a, -.inf: b, .nan: c}
{9007199254740993: a}
{18446744073709551615: a}
{+18446744073709551615: a}
{~: a}
{null: a}
{"": a}
{: a}
{2001-01-01: b, 12:30:45: c}
{!!binary aGk=: b}
{!!str 5: b}
{!!int "5": b}
{! yes: b}
{{a: 1}: b}
{[a]: b}
{&a k: v, z: *a}
{&a k: v, *a : y}
{a: 1, a: 2}
{a: 1, "a": 2}
{a: {b: 1}, a: {c: 2}}
{a: &b {c: 1}, d: *b}
{a: &b 5, *b : 6}
{constructor: 1, toString: 2, hasOwnProperty: 3}
{? a}
{? a : b, ? c}
{a: -}
[-]
[- a]
[a - b]
[-1, -a]
{a: "b"c}
"a" b
'a' 'b'
[a] b
{a: 1} b
"unclosed
'unclosed
[unclosed
{unclosed
[a]]
{a: 1}}
[a: b: c]
{a: b: c}
{a b: c d}
[a b, c  d]
{a: [1, 2], b: {c: d}, e: "f"}
&a!x y
*a*b
&a:b c
|2 x
|x
>+
|-9
`
  .trim()
  .split('\n');
