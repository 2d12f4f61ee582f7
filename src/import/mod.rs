//! import (see lib.rs).
