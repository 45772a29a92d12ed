# A front for people: the build itself is Meson's (meson.build), in build/.
#
#   make            builds tandem (build/gcc/src/cli/tandem)
#   make check      installs what is missing, builds with gcc and clang, runs every test
#   make demo       installs what is missing, builds, shows a teamed guest migrating
#   make lint       the checks of tests/lint alone, with the soft limits
#   make format     clang-format on all sources
#   make install    PREFIX=/usr/local DESTDIR=
#   make guest      the small Linux guest of tests and demo (build/guest)
#   make chroot-check   'make check' on a fresh Debian in a temporary chroot; needs root
#   make clean      removes build/

BUILD   = build
PREFIX  = /usr/local
DESTDIR =

SETUP_gcc   = CC=gcc meson setup --prefix=$(PREFIX)
SETUP_clang = CC=clang meson setup --prefix=$(PREFIX)
SETUP_asan  = CC=gcc meson setup -Db_sanitize=address,undefined

# where system tests and demo find the guest's kernel and initramfs
export GUEST_FOLDER = $(CURDIR)/$(BUILD)/guest

.NOTPARALLEL:
.PHONY: build build-packages check demo lint format install guest packages chroot-check clean

build: build-packages $(BUILD)/gcc/build.ninja
	ninja -C $(BUILD)/gcc

# Every test runs plain and under the sanitizers.  clang runs them without the machines of 'system'
# and with no second lint: it is there for what it warns of and compiles differently.
check: packages $(BUILD)/gcc/build.ninja $(BUILD)/clang/build.ninja $(BUILD)/asan/build.ninja guest
	tools/run-tests $(BUILD)/gcc $(BUILD)/clang:-system,-lint $(BUILD)/asan:-lint

demo: packages $(BUILD)/gcc/build.ninja guest
	ninja -C $(BUILD)/gcc
	TANDEM=$(CURDIR)/$(BUILD)/gcc/src/cli/tandem ECHO_STREAM=$(CURDIR)/$(BUILD)/gcc/tests/system/echo_stream \
	    DEMO_FOLDER=$(CURDIR)/$(BUILD) data/demo/run-demo

lint:
	tests/lint/lint

format:
	find src tests bench -name '*.[ch]' 2>/dev/null | xargs clang-format -i

# The prefix is asked for again, because the folder may have been set up for another one.
install: build-packages $(BUILD)/gcc/build.ninja
	meson configure $(BUILD)/gcc --prefix=$(PREFIX)
	ninja -C $(BUILD)/gcc
	DESTDIR=$(DESTDIR) meson install -C $(BUILD)/gcc --no-rebuild

guest:
	tests/system/guest/build-guest $(GUEST_FOLDER)

chroot-check:
	tests/chroot/run check

clean:
	rm -rf $(BUILD)

# 'make' alone must not install anything; it says what is missing.
build-packages:
	@tools/install-packages --check build
packages:
	@tools/install-packages

$(BUILD)/%/build.ninja:
	$(SETUP_$*) $(BUILD)/$*
