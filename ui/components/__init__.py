"""Components (Streamlit v2): JavaScript and CSS beside the Python that mounts them."""
