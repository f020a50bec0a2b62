/**
 * `verify.sh` of every pack: POSIX sh with ssh-keygen and sha256sum. It ends with what the digests say, so that no single change to
 * the script itself passes for a good answer; whoever doubts it checks root and digests by hand first, as the README says.
 */
export const verifyScript = `#!/bin/sh
# Checks this pack with ssh-keygen and sha256sum alone. Exit: 0 all of it holds, 2 wrong call, 4 something does not.
#
#   sh verify.sh ROOT ALLOWED_SIGNERS [PACK]
#
# ROOT              64 hex digits, as they were printed when the pack was made
# ALLOWED_SIGNERS   whose keys count, as ssh-keygen reads it; both from somebody else than who gave you the pack
# PACK              the pack's folder; without it the one that this script lies in
set -o errexit -o nounset
LC_ALL=C
export LC_ALL

wrong() {
  printf '%s\\n' "$1" >&2
  exit 2
}
refuse() {
  printf 'NOT VERIFIED: %s\\n' "$1" >&2
  exit 4
}

[ $# -eq 2 ] || [ $# -eq 3 ] || wrong 'Usage: sh verify.sh ROOT ALLOWED_SIGNERS [PACK]'
root=$1
signers=$2
pack=\${3:-$(dirname -- "$0")}
case $pack in -*) pack=./$pack ;; esac
namespace=mlops-ledger@v1

case $root in *[!0-9a-f]*) wrong 'ROOT is not 64 hex digits.' ;; esac
[ \${#root} -eq 64 ] || wrong 'ROOT is not 64 hex digits.'
[ -d "$pack" ] || wrong "There is no folder $pack."
[ -r "$signers" ] && [ ! -d "$signers" ] || wrong "There is no file $signers."

# The pack's own copies vouch for nothing: not by their path, a link or a second name.
[ "$pack" -ef "$pack" ] || wrong 'This shell cannot compare files (test -ef).'
find "$pack/." -type f | while IFS= read -r one; do
  if [ "$signers" -ef "$one" ]; then echo same; fi
done | grep -q same && wrong 'ALLOWED_SIGNERS is a file of the pack itself. Take it from somewhere else.'

work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
cat -- "$signers" >"$work/signers"
cd -- "$pack"

# 1. Plain files, and those that are listed alone.
find . ! -type d ! -type f >"$work/odd"
find . -type f ! -path ./verify.sh \\( -perm -100 -o -perm -010 -o -perm -001 \\) >>"$work/odd"
find . -type f \\( -perm -4000 -o -perm -2000 -o -perm -1000 \\) >>"$work/odd"
[ -s "$work/odd" ] && {
  cat -v "$work/odd" >&2
  refuse 'these are links or no plain files, executable or of special permissions.'
}
[ -f SHA256SUMS ] || refuse 'SHA256SUMS is missing.'
[ -f SHA256SUMS.sig ] || refuse 'SHA256SUMS.sig is missing.'

# 2. The root is the one that was given out.
found=$(sha256sum <SHA256SUMS)
[ "\${found%% *}" = "$root" ] || refuse "the root of this pack is \${found%% *}, not $root."

# 3. Every file is as it was listed, and no other is there.
grep -Evq '^[0-9a-f]{64}  [A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*$' SHA256SUMS && refuse 'SHA256SUMS has a line that is none.'
sed 's|^[0-9a-f]*  |./|' SHA256SUMS | sort >"$work/listed"
find . -type f ! -path ./SHA256SUMS ! -path ./SHA256SUMS.sig | sort >"$work/present"
cmp -s "$work/listed" "$work/present" || {
  diff "$work/listed" "$work/present" | sed -n 's/^< /missing: /p; s/^> /not listed: /p' >&2
  refuse 'the files of the pack are not those of SHA256SUMS.'
}
sha256sum --strict --quiet -c SHA256SUMS >&2 || refuse 'files were changed.'

# 4. The root is signed by somebody who may.
principal() {
  ssh-keygen -Y find-principals -s "$1" -f "$work/signers" 2>/dev/null | sed -n '1s/,.*//;1p'
}
good() {
  ssh-keygen -Y verify -f "$work/signers" -I "$1" -n "$namespace" -s "$3" <"$2" >/dev/null 2>&1
}
awk '
  NR == 1 { if ($0 != "-----BEGIN SSH SIGNATURE-----") bad = 1; next }
  ended { bad = 1 }
  $0 == end { ended = 1; if (last !~ /^[A-Za-z0-9+\\/]+=?=?$/) bad = 1; next }
  NR > 2 && (length(last) != 70 || last !~ /^[A-Za-z0-9+\\/]+$/) { bad = 1 }
  { last = $0; if (length($0) > 70) bad = 1 }
  END { exit bad || !ended }
' end='-----END SSH SIGNATURE-----' SHA256SUMS.sig || refuse 'SHA256SUMS.sig is not as ssh-keygen writes it.'
[ "$(tail -c 1 SHA256SUMS.sig | wc -l)" -eq 1 ] || refuse 'SHA256SUMS.sig is not as ssh-keygen writes it.'
who=$(principal SHA256SUMS.sig)
[ -n "$who" ] || refuse 'the root is signed with a key that is not in ALLOWED_SIGNERS.'
good "$who" SHA256SUMS SHA256SUMS.sig || refuse 'the signature of the root is not good.'

# 5. Each entry is named by its digest; each that counted is signed by somebody who may.
counted=0
others=0
sed -n 's|^\\([0-9a-f]*\\)  \\(entries/.*\\.json\\)$|\\1 \\2|p' SHA256SUMS >"$work/entries"
while read -r digest path; do
  [ "$path" = "entries/\${digest%"\${digest#??}"}/$digest.json" ] || refuse "$path is not named by its digest."
  signer=
  [ -f "$path.sig" ] && signer=$(principal "$path.sig")
  if [ -n "$signer" ] && good "$signer" "$path" "$path.sig"; then holds=yes; else holds=no; fi
  if grep -Fqx "$digest" counted.txt; then
    [ "$holds" = yes ] || refuse "$path counted, and is not signed by a key of ALLOWED_SIGNERS."
    counted=$((counted + 1))
  else
    printf 'not counted: %s%s\\n' "$digest" "\${signer:+ (by $signer)}"
    others=$((others + 1))
  fi
done <"$work/entries"
[ "$counted" -eq "$(grep -c . counted.txt || :)" ] || refuse 'an entry that counted is missing.'

# 6. Nothing was exchanged while this ran.
sha256sum --strict --status -c SHA256SUMS || refuse 'files were changed meanwhile.'
printf 'root          %s\\n' "$root"
printf 'signed by     %s\\n' "$who"
printf 'files         %s unchanged\\n' "$(grep -c . SHA256SUMS)"
printf 'entries       %s counted and signed by allowed signers, %s not counted\\n' "$counted" "$others"
printf 'VERIFIED      The decision itself is made anew by: mlops gate --pack DIR --root ROOT --allowed-signers FILE\\n'
`;
