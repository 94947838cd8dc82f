#!/bin/sh
# Mounts one Compute Engine disk on the node that holds it, or unmounts it, in the node's own mount namespace and with
# the node's own tools, and prints one line of JSON. Each step looks before it acts, so the script may be killed at any
# line and run again. docs/mounts.md is the page about it; D-06 and the like are rules.
#
#   sh -c "$script" underpin mount|unmount --disk=NAME ...    every argument of arguments.ts
#
# Exit status: 0 done. 2 wrong arguments. 3 blocked: a fact forbids it, the disk is as it was. 4 failed: a step did not
# work. 5 waiting: the device is not there yet, or still in use.
set -u
umask 022
export LC_ALL=C PATH="${PATH:-/usr/bin:/bin}:/usr/sbin:/sbin"

main() {
  verb=${1-}
  read_arguments "$@"
  boot_id=$(cat /proc/sys/kernel/random/boot_id)
  case $verb in
    mount) mount_disk ;;
    unmount) unmount_disk ;;
    *) not_done blocked wrong-arguments "The verb is \`$verb\`, it must be mount or unmount" 2 ;;
  esac
}

mount_disk() {
  wait_for_device
  find_mounts
  find_format_mark
  probe
  if is_mounted; then
    check_already_mounted
    already=true
  else
    prepare_mount_point
    check_unused
    judge_content
    [ "$content" = filesystem ] || format
    check_superblock
    check_filesystem
    mount_device
  fi
  grow
  prove
  forget_format_mark
  write_fstab
  done_line
}

unmount_disk() {
  find_device || device_is_known=false device='' major_minor=''
  find_mounts
  already=true layers=0
  # All layers: a disk lies over itself where \`mount --bind P P\` was used to allow exec, and the data must not be locked.
  while is_mounted; do
    check_ours
    check_no_users
    [ "$layers" -lt 9 ] || not_done waiting in-use "Disk \`$disk\` is mounted more than 9 times at \`$path\`: see \`findmnt $path\` on the node"
    sync -f "$path" 2>/dev/null || sync
    answer=$(umount "$path" 2>&1) || not_done waiting in-use "\`umount $path\` says: $answer. In use by: $(list_openers)"
    already=false layers=$((layers + 1))
    find_mounts
  done
  if [ -d "$path" ]; then lock_mount_point; else mount_point=absent; fi
  remove_from_fstab
  [ "$device_is_known" = false ] || check_released
  top_type='' top_options=''
  done_line
}

# --- what is asked -----------------------------------------------------------------------------------------------

read_arguments() {
  disk='' device_name='' path='' filesystem='' mode='' options='' size_bytes='' serial=''
  format_if_blank='' never_held_data='' expected_uuid='' wait_seconds=''
  uuid='' content=filesystem fsck_status=null formatted=false resized=false already=false mount_point=unknown fstab=none notes=''
  device='' major_minor='' top_type='' top_source='' top_device='' top_options='' boot_id='' device_is_known=true
  [ $# -eq 0 ] || shift
  for argument in "$@"; do
    value=${argument#*=}
    case $argument in
      --disk=*) disk=$value ;;
      --device-name=*) device_name=$value ;;
      --path=*) path=$value ;;
      --filesystem=*) filesystem=$value ;;
      --mode=*) mode=$value ;;
      --options=*) options=$value ;;
      --size-bytes=*) size_bytes=$value ;;
      --serial=*) serial=$value ;;
      --format-if-blank=*) format_if_blank=$value ;;
      --never-held-data=*) never_held_data=$value ;;
      --expected-uuid=*) expected_uuid=$value ;;
      --wait-seconds=*) wait_seconds=$value ;;
      *) wrong "an argument" "$argument" ;;
    esac
  done
  check_arguments
}

# The Job builder and the admission policy are stricter; this holds when neither was asked.
check_arguments() {
  case $disk in '' | *[!a-z0-9-]*) wrong disk "$disk" ;; esac
  case $device_name in '' | *[!A-Za-z0-9_-]*) wrong device-name "$device_name" ;; esac
  case $serial in '' | *[!A-Za-z0-9._-]*) wrong serial "$serial" ;; esac
  case $filesystem in ext4 | xfs) ;; *) wrong filesystem "$filesystem" ;; esac
  case $mode in READ_WRITE | READ_ONLY) ;; *) wrong mode "$mode" ;; esac
  case $options in *[!a-z0-9_=,-]*) wrong options "$options" ;; esac
  case ,$options, in
    *,ro,* | *,rw,* | *bind,* | *,move,* | *,remount,* | *,loop* | *,offset=* | *,sizelimit=* | *,noload,* | *recovery,*)
      wrong options "$options" ;;
  esac
  case $size_bytes in '' | 0* | *[!0-9]*) wrong size-bytes "$size_bytes" ;; esac
  case $format_if_blank in yes | no) ;; *) wrong format-if-blank "$format_if_blank" ;; esac
  case $never_held_data in yes | no) ;; *) wrong never-held-data "$never_held_data" ;; esac
  case $expected_uuid in *[!0-9a-f-]*) wrong expected-uuid "$expected_uuid" ;; esac
  case $wait_seconds in '' | 0* | ???* | *[!0-9]*) wrong wait-seconds "$wait_seconds" ;; esac
  check_path
}

check_path() {
  case $path in [!/]* | '' | *[!A-Za-z0-9._/-]* | *//* | */ | */./* | */../* | */. | */..) wrong path "$path" ;; esac
  case $path in / | /home | /media | /mnt | /mnt/disks | /opt | /srv | /tmp | /var | /var/lib) wrong path "$path" ;; esac
  case $path/ in
    /bin/* | /boot/* | /dev/* | /etc/* | /home/kubernetes/* | /lib/* | /lib32/* | /lib64/* | /libx32/* | \
      /mnt/stateful_partition/* | /proc/* | /root/* | /run/* | /sbin/* | /sys/* | /usr/* | /var/cache/* | \
      /var/lib/cloud/* | /var/lib/cni/* | /var/lib/containerd/* | /var/lib/containers/* | /var/lib/docker/* | \
      /var/lib/etcd/* | /var/lib/google/* | /var/lib/kubelet/* | /var/lib/systemd/* | /var/lib/toolbox/* | \
      /var/log/* | /var/run/* | /var/tmp/*)
      wrong path "$path" ;;
  esac
}

wrong() {
  not_done blocked wrong-arguments "Cannot take $1 \`$2\`" 2
}

# --- the device (D-07) -------------------------------------------------------------------------------------------

wait_for_device() {
  waited=0
  until find_device; do
    [ "$waited" -lt "$wait_seconds" ] || not_done "$device_outcome" "$device_code" "$device_why"
    # udev may lag behind the attachment, and links go stale.
    [ $((waited % 5)) -ne 0 ] || udevadm trigger --action=change --subsystem-match=block >/dev/null 2>&1
    sleep 1
    waited=$((waited + 1))
  done
}

find_device() {
  link=/dev/disk/by-id/google-$device_name
  device_outcome=waiting device_code=no-device
  device_why="No device is behind \`$link\`: is disk \`$disk\` attached under the device name \`$device_name\`?"
  device=$(readlink -f "$link") && [ -b "$device" ] || return 1
  name=${device##*/}
  sysfs=/sys/class/block/$name
  read -r major_minor 2>/dev/null <"$sysfs/dev" && read -r sectors 2>/dev/null <"$sysfs/size" || return 1
  device_outcome=blocked device_code=wrong-device
  found_serial=$(read_serial)
  device_why="\`$link\` leads to \`$device\`, which calls itself \`${found_serial:-nothing readable}\`, not \`$serial\`: a stale link? Nothing was touched. \`udevadm trigger\` on the node makes the links again"
  [ "$found_serial" = "$serial" ] || return 1
  device_code=wrong-size
  device_why="\`$device\` has $((sectors * 512)) bytes, Compute Engine says $size_bytes for disk \`$disk\`. Nothing was touched"
  [ "$((sectors * 512))" = "$size_bytes" ]
}

# Asks the device, never udev: its database is what a stale link was made from.
read_serial() {
  [ ! -e "$sysfs/partition" ] || return 0
  case $name in
    nvme*) nvme id-ns -b "$device" 2>/dev/null | tail -c +385 | tr -d '\000' | sed -n 's/.*"device_name" *: *"\([^"]*\)".*/\1/p' ;;
    *)
      if [ -r "$sysfs/device/vpd_pg83" ]; then
        tr -c '\040-\176' '\n' <"$sysfs/device/vpd_pg83"
      else
        for tool in /usr/lib/udev/scsi_id /lib/udev/scsi_id; do
          [ ! -x "$tool" ] || { "$tool" --page=0x83 --whitelisted --device="$device" 2>/dev/null; break; }
        done
      fi | sed -n 's/.*Google[ _]*PersistentDisk[ _]*\([A-Za-z0-9._-]*\) *$/\1/p' | head -n 1 ;;
  esac
}

# --- what is mounted (D-08) --------------------------------------------------------------------------------------

# Of /proc/self/mountinfo: the uppermost mount at the path, and where else the device is mounted.
find_mounts() {
  top_type='' top_source='' top_device='' top_options='' top_root='' top_group='' elsewhere='' below='' etc_type='' root_type=''
  while read -r _ _ at_device at_root at_point at_options rest; do
    at_group=${rest%%- *}
    rest=${rest#*- }
    case $at_point in
      "$path")
        top_device=$at_device top_root=$at_root top_group=$at_group top_type=${rest%% *}
        rest=${rest#* }
        top_source=${rest%% *} top_options=$at_options,${rest#* } ;;
      "$path"/*) below=$at_point ;;
      /) root_type=${rest%% *} ;;
      /etc) etc_type=${rest%% *} ;;
    esac
    [ "$at_device" != "$major_minor" ] || [ "$at_point" = "$path" ] || elsewhere=$at_point
  done </proc/self/mountinfo
}

is_mounted() {
  [ -n "$top_type" ] && ! is_guard
}

is_guard() {
  [ "$top_type" = tmpfs ] && [ "$top_source" = underpin-guard ]
}

check_already_mounted() {
  { [ "$top_device" = "$major_minor" ] && [ "$top_root" = / ]; } ||
    not_done blocked mounted-something-else "At \`$path\` there is already \`$top_source\` ($top_type, $top_device$top_root), not disk \`$disk\` ($major_minor): unmount it, or declare another mountPath"
  uuid=$found_uuid
  check_uuid
  [ "$top_type" = "$filesystem" ] || blocked_by_type "$top_type"
  case $mode,$top_options, in
    READ_WRITE*,ro,*) not_done blocked mounted-read-only "Disk \`$disk\` is mounted read-only at \`$path\`, declared is READ_WRITE: after an error the kernel does that. See \`dmesg\` on the node, then unmount and mount again" ;;
    READ_ONLY*,ro,*) ;;
    READ_ONLY*) not_done blocked mounted-read-write "Disk \`$disk\` is mounted read-write at \`$path\`, declared is READ_ONLY: unmount it first" ;;
  esac
}

check_unused() {
  [ -z "$elsewhere" ] || not_done blocked mounted-elsewhere "Disk \`$disk\` (\`$device\`) is already mounted at \`$elsewhere\`, declared is \`$path\`: unmount it there"
  for holder in "$sysfs"/holders/*; do
    [ ! -e "$holder" ] || not_done blocked held "\`$device\` is in use by \`${holder##*/}\` (LVM, RAID or encryption)"
  done
  while read -r swap _; do
    [ "$swap" != "$device" ] || not_done blocked swap "The node swaps on \`$device\`"
  done </proc/swaps
  is_free || not_done waiting mounted-elsewhere "\`$device\` is mounted in another mount namespace, by: $(list_holders)"
}

# The kernel's own word on a filesystem that is mounted anywhere, in whatever namespace, also after \`umount -l\`.
is_free() {
  [ ! -e "/sys/fs/ext4/$name" ] && [ ! -e "/sys/fs/xfs/$name" ]
}

# --- what is on it (D-06, D-09) ----------------------------------------------------------------------------------

probe() {
  found_type='' found_uuid='' found_table=''
  probed=$(blkid -p -o export "$device" 2>&1)
  probe_status=$?
  while IFS='=' read -r key value; do
    case $key in
      TYPE) found_type=$value ;;
      UUID) found_uuid=$value ;;
      PTTYPE) found_table=$value ;;
    esac
  done <<BLKID
$probed
BLKID
  for partition in "$sysfs/$name"*; do
    [ ! -e "$partition/partition" ] || found_table=${found_table:-partitions}
  done
}

judge_content() {
  [ -z "$found_table" ] || not_done blocked partition-table "Disk \`$disk\` has a partition table ($found_table); Underpin mounts whole disks and leaves it as it is"
  case $probe_status in
    0) [ "$found_type" = "$filesystem" ] || blocked_by_type "$found_type" ;;
    2) judge_blank ;;
    8) not_done blocked ambivalent "blkid sees more than one kind of content on disk \`$disk\`: look at it with \`wipefs $device\` (without options it only lists)" ;;
    *) not_done failed probe-failed "\`blkid -p $device\` ended with $probe_status: $probed" ;;
  esac
  uuid=$found_uuid
  check_uuid
}

blocked_by_type() {
  left="It is left as it is"
  case $1 in
    crypto_LUKS) not_done blocked luks "Disk \`$disk\` is encrypted (LUKS). $left" ;;
    LVM2_member | LVM1_member) not_done blocked lvm "Disk \`$disk\` is an LVM physical volume. $left" ;;
    *raid*) not_done blocked raid "Disk \`$disk\` is part of a RAID array ($1). $left" ;;
    swap | swsuspend) not_done blocked swap "Disk \`$disk\` holds swap space. $left" ;;
    '') not_done blocked unknown-content "blkid sees something on disk \`$disk\` that it has no name for. $left" ;;
    ext4 | xfs) not_done blocked other-filesystem "Disk \`$disk\` holds $1, declared is $filesystem. $left: declare \`filesystem: $1\`, or another disk" ;;
    *) not_done blocked other-filesystem "Disk \`$disk\` holds $1, declared is $filesystem. $left: Underpin mounts ext4 and xfs, so declare another disk, or copy the data to one" ;;
  esac
}

check_uuid() {
  [ -n "$uuid" ] || [ "$content" = blank ] || not_done blocked no-uuid "blkid finds no filesystem UUID on disk \`$disk\`, so nothing proves which data it is: look with \`blkid -p $device\`"
  [ -z "$expected_uuid" ] || [ "$uuid" = "$expected_uuid" ] ||
    not_done blocked other-uuid "Disk \`$disk\` holds the filesystem \`${uuid:-none}\`; what Underpin mounted last was \`$expected_uuid\`. If that is meant, take the annotation of the last mount off the node"
}

# D-06: each condition alone stops it. blkid's silence is no proof, so zeros are looked for besides.
judge_blank() {
  content=blank
  if ! is_zero && ! was_formatting; then
    not_done blocked unknown-content "blkid recognises nothing on disk \`$disk\`, yet it is not empty: a damaged filesystem? It is left as it is. Look with \`e2fsck -n -b 32768 $device\` or \`xfs_repair -n $device\`, or restore a snapshot"
  fi
  [ -z "$expected_uuid" ] || check_uuid
  [ "$mode" = READ_WRITE ] || not_done blocked blank "Disk \`$disk\` is blank, and READ_ONLY as declared there is nothing to read on it"
  [ "$format_if_blank" = yes ] || not_done blocked blank "Disk \`$disk\` is blank and formatIfBlank is false: declare \`formatIfBlank: true\`, or format it by hand with \`mkfs.$filesystem $device\`"
  [ "$never_held_data" = yes ] || not_done blocked blank-without-proof "Disk \`$disk\` looks blank, but Compute Engine does not show that it never held anything: it was attached before, or made from an image, a snapshot or a disk. Format it by hand with \`mkfs.$filesystem $device\` if that is right"
}

# All of a disk up to 1 GiB. Of a larger one both ends, the places of backup superblocks, and every 16th of the disk (the
# head of each xfs allocation group).
is_zero() {
  [ "$(print_samples | tr -d '\000' | head -c 1 | wc -c)" -eq 0 ]
}

print_samples() {
  mebibytes=$((size_bytes / 1048576))
  [ "$mebibytes" -gt 1024 ] || { print_sample 0 1025; return; }
  print_sample 0 16
  print_sample 32 1
  print_sample 128 1
  print_sample $((mebibytes - 16)) 17
  step=1
  while [ "$step" -lt 16 ]; do
    print_sample $((mebibytes * step / 16)) 1
    step=$((step + 1))
  done
}

# $1 MiB from the start, $2 MiB long. A read that fails prints a letter and so counts as data.
print_sample() {
  [ "$1" -ge 0 ] || return
  [ "$1" -eq 0 ] || [ "$1" -lt "$mebibytes" ] || return
  dd if="$device" bs=1048576 skip="$1" count="$2" 2>/dev/null || printf x
}

# Written before mkfs, gone after the mount: a mkfs that was killed left bytes behind that are nobody's data. It holds
# for this boot and this attachment of the device only, and replaces no condition but the zeros.
find_format_mark() {
  format_mark=/run/underpin/formatting-$serial
  mark="$boot_id $serial $size_bytes $major_minor $(cat "$sysfs/diskseq" 2>/dev/null)"
}

was_formatting() {
  [ -f "$format_mark" ] && [ "$(cat "$format_mark")" = "$mark" ]
}

forget_format_mark() {
  ! was_formatting || formatted=true
  [ ! -e "$format_mark" ] || rm -f "$format_mark"
}

format() {
  { mkdir -p /run/underpin && printf '%s\n' "$mark" >"$format_mark"; } || not_done failed format-failed "Cannot write \`$format_mark\`"
  case $filesystem in
    ext4) answer=$(mkfs.ext4 -q -m 0 -E discard "$device" 2>&1 </dev/null) ;;
    xfs) answer=$(mkfs.xfs -q "$device" 2>&1 </dev/null) ;;
  esac || not_done failed format-failed "\`mkfs.$filesystem $device\` says: $answer"
  probe
  [ "$found_type" = "$filesystem" ] || not_done failed format-failed "After \`mkfs.$filesystem\` blkid sees \`$found_type\` on \`$device\`"
  uuid=$found_uuid
}

# --- the filesystem (D-09, D-11) ---------------------------------------------------------------------------------

# Reads only: what is damaged is told before fsck, which would write.
check_superblock() {
  check_ext4_superblock
  read_filesystem_size
  [ "$filesystem_bytes" -le "$size_bytes" ] ||
    not_done blocked larger-than-disk "The filesystem on disk \`$disk\` wants $filesystem_bytes bytes, the disk has $size_bytes: it was cut. It is left as it is: restore a snapshot, or resize the disk to its former size"
}

check_ext4_superblock() {
  { [ "$filesystem" = ext4 ] && command -v dumpe2fs >/dev/null; } || return 0
  answer=$(dumpe2fs -h "$device" 2>&1) || not_done blocked damaged-superblock "The superblock of disk \`$disk\` is damaged; it is left as it is. Look with \`e2fsck -n -b 32768 $device\`. dumpe2fs says: $(printf '%s' "$answer" | grep -v '^dumpe2fs [0-9]' | head -n 3)"
}

read_filesystem_size() {
  case $filesystem in
    ext4)
      blocks=$(($(number_at 1360) * 4294967296 + $(number_at 1028)))
      filesystem_bytes=$((blocks * (1024 << $(number_at 1048)))) ;;
    xfs)
      # shellcheck disable=SC2046 # twelve numbers, one a word
      set -- $(od -An -v -tu1 -j4 -N12 "$device")
      [ $# -eq 12 ] || set -- 0 0 0 0 0 0 0 0 0 0 0 0
      block=$((($1 << 24) + ($2 << 16) + ($3 << 8) + $4))
      shift 4
      filesystem_bytes=$(((($1 << 56) + ($2 << 48) + ($3 << 40) + ($4 << 32) + ($5 << 24) + ($6 << 16) + ($7 << 8) + $8) * block)) ;;
  esac
}

number_at() {
  number=$(od -An -v -tu4 -j"$1" -N4 "$device" | tr -d ' ')
  printf '%s' "${number:-0}"
}

check_filesystem() {
  mount_options=rw
  if [ "$mode" = READ_ONLY ]; then
    check_clean
  elif [ "$filesystem" = ext4 ]; then
    answer=$(e2fsck -p "$device" 2>&1)
    fsck_status=$?
    case $fsck_status in
      0 | 1) ;;
      8) not_done failed fsck-failed "\`e2fsck -p $device\` could not work (8): $answer" ;;
      *) not_done blocked fsck-stopped "\`e2fsck -p $device\` stopped with $fsck_status: a person must run \`e2fsck $device\` on the node, or restore a snapshot. It says: $answer" ;;
    esac
  fi
}

# Nothing may be written, so the journal cannot be replayed: it has to be empty.
check_clean() {
  needed="Disk \`$disk\` was not cleanly unmounted and is READ_ONLY here: attach it READ_WRITE to one VM and mount it there once"
  is_read_only=$(cat "$sysfs/ro")
  case $filesystem$is_read_only in
    ext4*)
      mount_options=ro,noload
      [ $(($(number_at 1120) & 4)) -eq 0 ] || not_done blocked journal-dirty "$needed" ;;
    xfs1) mount_options=ro ;; # the kernel refuses a dirty log by itself
    xfs*)
      mount_options=ro,norecovery
      xfs_logprint -t "$device" 2>/dev/null | grep -q '<CLEAN>' || not_done blocked journal-dirty "$needed" ;;
  esac
}

# --- the mount point (D-10, I-06) --------------------------------------------------------------------------------

# Before anything may refuse the disk: nobody is to write in its place for as long as that takes.
prepare_mount_point() {
  # Within the disk itself, mounted further up, nothing is made or locked.
  case $path in "${elsewhere:-$path}"/*) check_unused ;; esac
  if [ ! -d "$path" ]; then
    answer=$(mkdir -p "$path" 2>&1) || not_done blocked mount-point "Cannot make \`$path\`: $answer. On container-optimised OS only folders such as /mnt/disks/$disk can be made"
  fi
  [ "$(cd -P "$path" && pwd -P)" = "$path" ] || not_done blocked mount-point "\`$path\` leads through a symbolic link to \`$(cd -P "$path" && pwd -P)\`"
  is_guard || rm -f "$path/.underpin-open" 2>/dev/null
  # shellcheck disable=SC2012 # names for people to read
  [ -z "$(ls -A "$path")" ] || not_done blocked mount-point-not-empty "\`$path\` holds files on the node's own disk, which the mount would hide: $(ls -A "$path" | head -n 5 | tr '\n' ' '). Move them away first (\`chattr -i $path\`)"
  lock_mount_point
}

# So that nobody fills the node's own disk while the data is away. Tried, not believed: some filesystems take no flag.
lock_mount_point() {
  mount_point=guarded
  ! is_guard || return 0
  chattr +i "$path" >/dev/null 2>&1
  if true 2>/dev/null >"$path/.underpin-open"; then
    rm -f "$path/.underpin-open"
    answer=$(mount -t tmpfs -o ro,nosuid,nodev,noexec,size=4k,mode=0555 underpin-guard "$path" 2>&1) ||
      not_done failed mount-point "Cannot guard \`$path\`: $answer"
  else
    mount_point=immutable
  fi
}

# --- mounting ----------------------------------------------------------------------------------------------------

# The device that was verified, not \`UUID=\`: a copy made from a snapshot carries the same UUID.
mount_device() {
  answer=$(mount -t "$filesystem" -o "${options:+$options,}$mount_options" "$device" "$path" 2>&1) ||
    not_done failed mount-failed "\`mount $device $path\` says: $answer"
}

grow() {
  [ "$mode" = READ_WRITE ] || return 0
  read_filesystem_size
  # mkfs leaves a few MiB where no whole block group fits.
  [ $((size_bytes - filesystem_bytes)) -ge 16777216 ] || return 0
  before=$(stat -f -c %b "$path")
  case $filesystem in
    ext4) answer=$(resize2fs "$device" 2>&1) ;;
    xfs) answer=$(xfs_growfs -d "$path" 2>&1) ;;
  esac || { notes="The filesystem could not be grown to the size of the disk: $answer"; return 0; }
  [ "$(stat -f -c %b "$path")" -le "$before" ] || resized=true
}

prove() {
  find_mounts
  { [ "$top_device" = "$major_minor" ] && [ "$top_type" = "$filesystem" ]; } ||
    not_done failed not-mounted "After the mount there is \`$top_source\` ($top_device) at \`$path\`, not \`$device\` ($major_minor)"
  ls "$path" >/dev/null 2>&1 || not_done failed unreadable "\`$path\` cannot be read"
  probe_file=$path/.underpin-probe
  if [ "$mode" = READ_ONLY ]; then
    case ,$top_options, in *,ro,*) return ;; esac
    not_done failed not-read-only "\`$path\` takes writes, declared is READ_ONLY"
  fi
  # noclobber: a Pod that owns the data cannot lead the write elsewhere by a link.
  rm -f "$probe_file" 2>/dev/null
  # By cat, which says what the kernel said: of a full disk the printf of dash only says "I/O error".
  answer=$( (set -C && printf '%s\n' "$boot_id" | cat >"$probe_file" && sync "$probe_file") 2>&1)
  probed=$(cat "$probe_file" 2>/dev/null)
  rm -f "$probe_file" 2>/dev/null
  [ "$probed" != "$boot_id" ] || return 0
  case $answer in
    *'No space left'* | *'quota'*) notes="Disk \`$disk\` is full" ;;
    *) not_done failed not-writable "\`$path\` cannot be written: $answer" ;;
  esac
}

# --- fstab -------------------------------------------------------------------------------------------------------

has_lasting_fstab() {
  case ${etc_type:-$root_type} in tmpfs | ramfs | overlay | rootfs) return 1 ;; esac
  [ -w /etc/fstab ]
}

write_fstab() {
  has_lasting_fstab || return 0
  pass=2 kind=rw
  [ "$mode" = READ_WRITE ] || pass=0 kind=ro
  line="UUID=$uuid $path $filesystem ${options:+$options,}$kind,nofail,x-underpin.disk=$disk 0 $pass"
  while read -r spec point _ fields _; do
    [ "$point" = "$path" ] || continue
    case $spec,$fields, in
      \#*) ;;
      *,x-underpin.disk="$disk",*) ;;
      "UUID=$uuid,"*) fstab=kept ;;
      /dev/*) if [ "$(readlink -f "$spec")" = "$device" ]; then fstab=kept; else fstab=conflict; fi ;;
      *) fstab=conflict ;;
    esac
  done </etc/fstab
  if [ "$fstab" = conflict ]; then
    notes="${notes:+$notes. }/etc/fstab has another line for \`$path\`: after a reboot that one comes first"
  elif grep -qxF "$line" /etc/fstab; then
    fstab=kept
  elif [ "$fstab" = none ]; then
    replace_fstab "$line"
    fstab=written
  fi
}

remove_from_fstab() {
  has_lasting_fstab && grep -q "$(our_line)" /etc/fstab || return 0
  replace_fstab
  fstab=removed
}

our_line() {
  printf '[,[:space:]]x-underpin\\.disk=%s\\([,[:space:]]\\|$\\)' "$disk"
}

# Everything but our line, then the arguments; whole or not at all.
replace_fstab() {
  { cp -p /etc/fstab /etc/.fstab.underpin &&
    { grep -v "$(our_line)" /etc/fstab; printf '%s\n' "$@" | sed '/^$/d'; } >/etc/.fstab.underpin &&
    mv -f /etc/.fstab.underpin /etc/fstab; } 2>/dev/null || notes="${notes:+$notes. }/etc/fstab could not be written"
}

# --- unmounting (I-08) -------------------------------------------------------------------------------------------

check_ours() {
  if [ "$device_is_known" = true ]; then
    [ "$top_device" = "$major_minor" ] || not_done blocked mounted-something-else "At \`$path\` there is \`$top_source\` ($top_type, $top_device), not disk \`$disk\` ($major_minor): it is left mounted"
  else
    { [ -n "$expected_uuid" ] && [ "$(blkid -p -o value -s UUID "$top_source" 2>/dev/null)" = "$expected_uuid" ]; } ||
      not_done blocked unknown-device "\`$top_source\` is mounted at \`$path\`, and nothing proves that it is disk \`$disk\`: $device_why"
    major_minor=$top_device name=${top_source##*/}
    device_is_known=true
    find_mounts
  fi
  uuid=$(blkid -p -o value -s UUID "$top_source" 2>/dev/null)
}

check_no_users() {
  [ -z "$below" ] || not_done waiting in-use "Something is mounted below \`$path\`: \`$below\`"
  [ -z "$elsewhere" ] || not_done waiting in-use "Disk \`$disk\` is mounted at \`$elsewhere\` too: a Pod still uses it"
  holders=$(list_holders)
  [ -z "$holders" ] || not_done waiting in-use "Disk \`$disk\` is still used by $holders"
}

check_released() {
  is_free || not_done waiting in-use "\`$path\` is unmounted, yet another mount namespace still holds disk \`$disk\`: $(list_holders)"
}

# Processes, five at most, whose mount namespace holds the device in its own right. A copy at the same path that only
# follows the node's mount (services of systemd have one) goes when the mount goes.
list_holders() {
  own=$(readlink /proc/self/ns/mnt)
  seen=$own
  found=0
  group=${top_group##*shared:}
  group=${group%% *}
  separator=''
  grep -ls " $major_minor /" /proc/[0-9]*/mountinfo | while read -r table; do
    process=${table#/proc/}
    process=${process%/mountinfo}
    namespace=$(readlink "/proc/$process/ns/mnt") || continue
    case " $seen " in *" $namespace "*) continue ;; esac
    seen="$seen $namespace"
    all=$(grep -c " $major_minor /" "$table" 2>/dev/null)
    following=$(grep -c " $major_minor / $path .* master:${group:-none}[ -]" "$table" 2>/dev/null)
    [ "$all" != "$following" ] || continue
    found=$((found + 1))
    [ "$found" -gt 5 ] || printf '%s%s (%s)' "$separator" "$process" "$(cat "/proc/$process/comm" 2>/dev/null)"
    separator=', '
  done
}

list_openers() {
  find /proc/[0-9]*/cwd /proc/[0-9]*/root /proc/[0-9]*/fd -maxdepth 1 -lname "$path*" 2>/dev/null |
    cut -d / -f 3 | sort -u | head -n 5 | tr '\n' ' '
}

# --- the one line ------------------------------------------------------------------------------------------------

done_line() {
  printf '{"ok":true,"verb":"%s","disk":"%s","path":"%s","uuid":%s,"source":%s,"majorMinor":%s,"fstype":%s,"options":%s,' \
    "$verb" "$disk" "$path" "$(quoted "$uuid")" "$(quoted "$device")" "$(quoted "$major_minor")" "$(quoted "$top_type")" "$(quoted "$top_options")"
  printf '"bootID":"%s","sizeBytes":%s,"formatted":%s,"resized":%s,"fsck":%s,"already":%s,"mountPoint":"%s","fstab":"%s","notes":"%s"}\n' \
    "$boot_id" "$size_bytes" "$formatted" "$resized" "$fsck_status" "$already" "$mount_point" "$fstab" "$(plain "$notes")"
  exit 0
}

# $1 outcome, $2 code, $3 why, $4 exit status (else the outcome's own)
not_done() {
  case $1 in blocked) status=3 ;; waiting) status=5 ;; *) status=4 ;; esac
  printf '{"ok":false,"verb":%s,"disk":%s,"outcome":"%s","code":"%s","why":"%s","bootID":%s}\n' \
    "$(quoted_verb)" "$(quoted "$disk")" "$1" "$2" "$(plain "$3")" "$(quoted "$boot_id")"
  exit "${4:-$status}"
}

quoted() {
  if [ -n "$1" ]; then printf '"%s"' "$(plain "$1")"; else printf null; fi
}

quoted_verb() {
  case $verb in mount | unmount) printf '"%s"' "$verb" ;; *) printf null ;; esac
}

# Printable ASCII, 900 characters at most, ready to stand between the quotes of JSON.
plain() {
  printf '%s' "$1" | tr -s '\000-\037' ' ' | tr -cd '\040-\176' | cut -c 1-900 | sed 's/[\\"]/\\&/g'
}

main "$@"
