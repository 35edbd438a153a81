# A linear reservoir as a program of its own: S + P, then q = k S, mm a step; it writes the flow in m3 s-1. Its input begins with lines "name,value".
BEGIN { FS = ","; print "time,flow" > "output.csv" }
NR < 5 { given[$1] = $2 }
NR > 5 {
    storage += $2
    q = given["k"] * storage
    storage -= q
    printf "%s,%.17g\n", $1, q * given["area_km2"] * 1000 / given["step_seconds"] > "output.csv"
}
